/**
 * What may be known of a server before it is asked: its era (MCP 2026-07-28, "Protocol version negotiation"), so that
 * no probe is needed to find it out again.
 */
import type { PriorDiscovery } from '@modelcontextprotocol/client';
import type { Refusal } from '../refusal.ts';

export type Era =
  | Extract<PriorDiscovery, { kind: 'modern' }>
  /** `listens`: whether it offers a stream for what belongs to no request; unset when nobody has asked. */
  | { readonly kind: 'legacy'; readonly listens?: boolean };

/**
 * Whether a refusal speaks against what was known of a server. A 401, a 403 and a 5xx are no evidence of age, nor is
 * silence, nor what never reached the server.
 */
export function contradicts(refusal: Refusal): boolean {
  if (refusal.code !== 'server-error') return false;
  const { status } = refusal.details;
  return typeof status !== 'number' || (status < 500 && status !== 401 && status !== 403);
}
