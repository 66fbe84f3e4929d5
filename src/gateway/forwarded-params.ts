/** The parameters of a client's request as the server gets them: without what concerns only the client and the gateway. */
import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  LOG_LEVEL_META_KEY,
} from '@modelcontextprotocol/server';
import type { ClientRequest } from './client-request.ts';
import { SERVER_META_KEY } from './find-resource.ts';
import type { ForwardedRequest } from './forwarded-request.ts';
import type { Round } from './suspended-calls.ts';
import type { UpstreamConnection } from './upstream-connection.ts';

export interface ParamsToForward {
  readonly params: Record<string, unknown>;
  readonly request: ClientRequest;
  readonly upstream: Pick<UpstreamConnection, 'session'>;
  /** What observers add to `_meta`. */
  readonly added?: Readonly<Record<string, string>>;
}

/** @throws whatever opening a session with the server throws */
export async function forwardedParams({
  params,
  request: { era, meta, capabilities, envelope, requestState, inputResponses },
  upstream,
  added = {},
}: ParamsToForward): Promise<Record<string, unknown>> {
  // Towards the server the gateway uses progress tokens of its own.
  const { progressToken: _, [SERVER_META_KEY]: __, ...kept } = { ...meta, ...added };
  const session = await upstream.session(era);
  if (session.era === 'legacy') return { ...params, _meta: kept };
  // In 2026-07-28 each request names the capabilities of its client, and answers come with the request that is repeated.
  // A 2025 client sets its log level once for its session, so the server sends everything and the gateway filters it.
  const logLevel = era === 'legacy' ? 'debug' : envelope?.[LOG_LEVEL_META_KEY];
  return {
    ...params,
    _meta: {
      ...kept,
      [CLIENT_CAPABILITIES_META_KEY]: envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? capabilities,
      ...(logLevel !== undefined && { [LOG_LEVEL_META_KEY]: logLevel }),
    },
    ...(inputResponses && { inputResponses }),
    ...(requestState !== undefined && { requestState }),
  };
}

/** The part of a 2026-07-28 request that a 2025 server cannot get. */
export function roundOf({ envelope, requestState, inputResponses }: ClientRequest, request: ForwardedRequest): Round {
  return {
    request,
    capabilities: (envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? {}) as ClientCapabilities,
    requestState,
    answers: inputResponses,
  };
}
