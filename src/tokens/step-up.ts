/** A server that wants more scopes of a call: RFC 6750, section 3.1, and MCP authorization, "Scope challenge handling". */
import { bearerChallenge } from '../oauth/challenge.ts';
import type { Ports } from '../ports/index.ts';
import type { Connection } from '../records.ts';

/** So many consents in a row for one connection, over all processes; a server that wants still more is wrong. */
export const MOST_CONSENTS = 3;

/** The scopes of an `insufficient_scope` challenge; `undefined` when the 403 is about something else. */
export function scopeChallenge(response: Response): string[] | undefined {
  const challenge = bearerChallenge(response.headers.get('www-authenticate'));
  if (challenge?.parameters.get('error') !== 'insufficient_scope') return undefined;
  return (challenge.parameters.get('scope') ?? '').split(' ').filter(Boolean);
}

/** What a connection should ask for once more: demanded of a call, and never refused. */
export function scopesToStepUp(existing: Connection | undefined): string[] {
  const { scopesChallenged = [], scopesRefused = [] } = existing ?? {};
  return scopesChallenged.filter((scope) => !scopesRefused.includes(scope));
}

/** How many consents of a connection were demanded by its server, counting the one that is asked now. */
export function stepUpsOf(existing: Connection | undefined): number {
  if (existing === undefined) return 0;
  const isDemanded = scopesToStepUp(existing).some((scope) => !existing.scopesGranted.includes(scope));
  return isDemanded ? existing.stepUps + 1 : 0;
}

/** Remembers that the authorization server does not give these (RFC 6749, section 3.3), whoever asks next. */
export function noteRefusedScopes(
  connection: Connection,
  scopes: readonly string[],
  ports: Pick<Ports, 'state'>,
): Promise<void> {
  return note('scopesRefused', connection, scopes, ports, () => true);
}

/** Remembers them, so that the next `connect` asks for the union of what was granted and what is wanted. */
export function noteChallengedScopes(
  connection: Connection,
  scopes: readonly string[],
  ports: Pick<Ports, 'state'>,
): Promise<void> {
  return note('scopesChallenged', connection, scopes, ports, ({ stepUps }) => stepUps < MOST_CONSENTS - 1);
}

/** Nothing is written when nothing is new, or the connection has gone since. */
function note(
  field: 'scopesRefused' | 'scopesChallenged',
  connection: Connection,
  scopes: readonly string[],
  { state }: Pick<Ports, 'state'>,
  isWelcome: (stored: Connection) => boolean,
): Promise<void> {
  return state.write(async (tables) => {
    const stored = await tables.connections.find(connection.providerId, connection.user);
    if (stored?.id !== connection.id || !isWelcome(stored)) return;
    const before = stored[field] ?? [];
    const noted = [...new Set([...before, ...scopes])];
    if (noted.length > before.length) await tables.connections.save({ ...stored, [field]: noted });
  });
}
