/**
 * How a person stands with a server, as one word that is the same for the command line, the API and the hook: the member
 * `connection_status`. Pure.
 */
import type { TargetStatus } from './connection-status.ts';

export type ConnectionWord =
  | 'not_required'
  | 'not_connected'
  | 'connecting'
  | 'connected'
  | 'expiring'
  | 'reconnect_needed'
  | 'scope_missing'
  | 'unreachable';

/** @param isConnecting Whether a consent for it is under way. */
export function connectionWord(
  { status, scopesMissing, trouble, next }: Pick<TargetStatus, 'status' | 'scopesMissing' | 'trouble' | 'next'>,
  isConnecting = false,
): ConnectionWord {
  const word = WORDS[status];
  if (isConnecting && word !== 'connected' && word !== 'not_required') return 'connecting';
  const isAway = trouble !== undefined && UNREACHABLE.has(trouble.kind);
  // A server that wanted no authorization may want it since its last call.
  if (word === 'not_required') return next?.do === 'connect' ? 'not_connected' : isAway ? 'unreachable' : word;
  if (word !== 'connected') return word;
  if (isAway) return 'unreachable';
  return scopesMissing.length > 0 || trouble?.kind === 'scopes' ? 'scope_missing' : 'connected';
}

const UNREACHABLE: ReadonlySet<string> = new Set(['url', 'timeout', 'other']);

const WORDS: Readonly<Record<TargetStatus['status'], ConnectionWord>> = {
  connected: 'connected',
  expiring: 'expiring',
  not_connected: 'not_connected',
  reconnect_needed: 'reconnect_needed',
  provider_missing: 'not_connected',
  api_key_stored: 'not_required',
  api_key_missing: 'not_connected',
  token_stored: 'not_required',
  no_authorization: 'not_required',
};
