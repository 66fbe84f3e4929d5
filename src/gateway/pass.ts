/** Passes a request of a client on to the member whose it is. */
import type { Result } from '@modelcontextprotocol/server';
import type { Tool } from '../mcp/session.ts';
import { type ClientRequest, progressOf } from './client-request.ts';
import type { Gateway, Passing } from './gateway.ts';
import type { Member } from './member.ts';
import { passedParams, roundOf } from './passed-params.ts';

/** Of a call: the definition of the tool, and what goes along in `_meta`. */
export interface CallDetails {
  readonly tool?: Tool;
  readonly meta?: Readonly<Record<string, string>>;
}

/** Refuses what the way to the member and the member refuse. */
export async function pass(
  gateway: Gateway,
  member: Member,
  params: Record<string, unknown>,
  request: ClientRequest,
  { tool, meta }: CallDetails = {},
): Promise<Result> {
  const { method, era, caller, signal } = request;
  const progress = progressOf(request);
  const passing: Passing = {
    method,
    params: await passedParams(params, member, request, meta),
    caller,
    era,
    signal,
    tool,
    onProgress: progress?.tell,
  };
  const isAskedInResults = era === 'modern' && (await member.session(era)).era === 'legacy';
  const send = (passed: Passing) => gateway.pass(member, passed);
  const result = await (isAskedInResults ? gateway.parked.round(roundOf(request, passing), send) : send(passing));
  // What was said before the result must not be overtaken by it.
  await progress?.told();
  return result;
}
