/** The parameters of a client's request as the upstream gets them: everything but what was between us and the client. */
import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  LOG_LEVEL_META_KEY,
} from '@modelcontextprotocol/server';
import type { ClientRequest } from './client-request.ts';
import type { ForwardedRequest } from './gateway.ts';
import type { Round } from './suspended-calls.ts';
import type { Upstream } from './upstream.ts';

/** Refuses what opening the member's session refuses. */
export async function forwardedParams(
  params: Record<string, unknown>,
  upstream: Upstream,
  { era, meta, capabilities, envelope, requestState, inputResponses }: ClientRequest,
  added: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown>> {
  // The progress token is ours on one side and the client's on the other.
  const { progressToken: _, ...passed } = { ...meta, ...added };
  const spoken = (await upstream.session(era)).era;
  if (spoken === 'legacy') return { ...params, _meta: passed };
  // 2026-07-28: each request says what its client can do, and answers travel with the request that is repeated.
  // A client of 2025 has said once what it wants to hear, and the rest is kept from it on our side.
  const logLevel = era === 'legacy' ? 'debug' : envelope?.[LOG_LEVEL_META_KEY];
  return {
    ...params,
    _meta: {
      ...passed,
      [CLIENT_CAPABILITIES_META_KEY]: envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? capabilities,
      ...(logLevel !== undefined && { [LOG_LEVEL_META_KEY]: logLevel }),
    },
    ...(inputResponses && { inputResponses }),
    ...(requestState !== undefined && { requestState }),
  };
}

/** What a client of 2026-07-28 sent, when its server is of 2025 and cannot be sent the rest. */
export function roundOf({ envelope, requestState, inputResponses }: ClientRequest, passing: ForwardedRequest): Round {
  return {
    passing,
    capabilities: (envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? {}) as ClientCapabilities,
    requestState,
    answers: inputResponses,
  };
}
