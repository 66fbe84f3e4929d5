/** The parameters of a client's request as the member gets them: everything but what was between us and the client. */
import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  LOG_LEVEL_META_KEY,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { Member } from './member.ts';

/** Refuses what opening the member's session refuses. */
export async function passedParams(
  params: Record<string, unknown>,
  member: Member,
  { mcpReq }: ServerContext,
  capabilities: ClientCapabilities = {},
  added: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown>> {
  // The progress token is ours on one side and the client's on the other.
  const { progressToken: _, ...meta } = { ...mcpReq._meta, ...added };
  const { era } = await member.session();
  if (era === 'legacy') return { ...params, _meta: meta };
  // 2026-07-28: each request says what its client can do, and answers travel with the request that is repeated.
  const envelope = mcpReq.envelope as Record<string, unknown> | undefined;
  const requestState = mcpReq.requestState();
  return {
    ...params,
    _meta: {
      ...meta,
      [CLIENT_CAPABILITIES_META_KEY]: envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? capabilities,
      ...(envelope?.[LOG_LEVEL_META_KEY] !== undefined && { [LOG_LEVEL_META_KEY]: envelope[LOG_LEVEL_META_KEY] }),
    },
    ...(mcpReq.inputResponses && { inputResponses: mcpReq.inputResponses }),
    ...(requestState !== undefined && { requestState }),
  };
}
