/**
 * The era of a server (MCP 2026-07-28, "Protocol version negotiation") as an earlier session has found it. A session that
 * knows it needs no probe.
 */
import type { PriorDiscovery } from '@modelcontextprotocol/client';
import type { Refusal } from '../refusal.ts';

export type Era = Extract<PriorDiscovery, { kind: 'modern' }> | LegacyEra;

/** A server before 2026-07-28. */
export interface LegacyEra {
  readonly kind: 'legacy';
  /** Whether the server offers a notification stream; unset until a session has asked. */
  readonly listens?: boolean;
  /** Set for a server that speaks only the transport of 2024-11-05. */
  readonly transport?: 'http+sse';
}

/**
 * Whether a refusal shows that the known era is wrong. A 401, a 403 and a 5xx show nothing about the era, and neither do
 * silence or a request that never reached the server.
 */
export function contradictsKnownEra(refusal: Refusal): boolean {
  if (refusal.code !== 'server-error') return false;
  const { status } = refusal.details;
  return typeof status !== 'number' || (status < 500 && status !== 401 && status !== 403);
}
