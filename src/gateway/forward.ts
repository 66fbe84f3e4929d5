/** Passes a request of a client on to the upstream target it is. */
import type { Result } from '@modelcontextprotocol/server';
import type { Tool } from '../mcp/session.ts';
import { type ClientRequest, progressOf } from './client-request.ts';
import { forwardedParams, roundOf } from './forwarded-params.ts';
import type { ForwardedRequest, Gateway } from './gateway.ts';
import type { Upstream } from './upstream.ts';

/** Of a call: the definition of the tool, and what goes along in `_meta`. */
export interface CallDetails {
  readonly tool?: Tool;
  readonly meta?: Readonly<Record<string, string>>;
}

/** Refuses what the way to the upstream and the upstream refuse. */
export async function forward(
  gateway: Gateway,
  upstream: Upstream,
  params: Record<string, unknown>,
  request: ClientRequest,
  { tool, meta }: CallDetails = {},
): Promise<Result> {
  const { method, era, caller, signal } = request;
  const progress = progressOf(request);
  const passing: ForwardedRequest = {
    method,
    params: await forwardedParams(params, upstream, request, meta),
    caller,
    era,
    signal,
    tool,
    onProgress: progress?.tell,
  };
  const isAskedInResults = era === 'modern' && (await upstream.session(era)).era === 'legacy';
  const send = (passed: ForwardedRequest) => gateway.forward(upstream, passed);
  const result = await (isAskedInResults ? gateway.suspended.round(roundOf(request, passing), send) : send(passing));
  // What was said before the result must not be overtaken by it.
  await progress?.told();
  return result;
}
