/** A server that wants more scopes of a call: RFC 6750, section 3.1, and MCP authorization, "Scope challenge handling". */
import { bearerChallenge } from '../../oauth/challenge.ts';
import type { Ports } from '../../ports.ts';
import type { Connection } from '../../records.ts';

/** So many consents in a row for one connection, over all processes; a server that wants still more is wrong. */
export const MOST_CONSENTS = 3;

/** The scopes of an `insufficient_scope` challenge; `undefined` when the 403 is about something else. */
export function scopeChallenge(response: Response): string[] | undefined {
  const challenge = bearerChallenge(response.headers.get('www-authenticate'));
  if (challenge?.parameters.get('error') !== 'insufficient_scope') return undefined;
  return (challenge.parameters.get('scope') ?? '').split(' ').filter(Boolean);
}

/** How many consents of a connection were demanded by its server, counting the one that is asked now. */
export function stepUpsOf(existing: Connection | undefined): number {
  const isDemanded = existing?.scopesChallenged.some((scope) => !existing.scopesGranted.includes(scope));
  return existing && isDemanded ? existing.stepUps + 1 : 0;
}

/** Remembers them, so that the next `connect` asks for the union of what was granted and what is wanted. */
export function noteChallengedScopes(
  connection: Connection,
  scopes: readonly string[],
  { state }: Pick<Ports, 'state'>,
): Promise<void> {
  return state.write(async (tables) => {
    const stored = await tables.connections.find(connection.providerId, connection.user);
    if (stored === undefined || stored.stepUps >= MOST_CONSENTS - 1) return;
    const scopesChallenged = [...new Set([...stored.scopesChallenged, ...scopes])];
    if (scopesChallenged.length > stored.scopesChallenged.length) {
      await tables.connections.save({ ...stored, scopesChallenged });
    }
  });
}
