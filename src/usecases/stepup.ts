/** A server that wants more scopes of a call: RFC 6750, section 3.1, and MCP authorization, "Scope challenge handling". */
import { bearerChallenge } from '../oauth/challenge.ts';
import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';

/** So many consents a connection asks for because a server demanded them; then it is the server that is wrong. */
export const MOST_STEP_UPS = 3;

/** The scopes of an `insufficient_scope` challenge; `undefined` when the 403 is about something else. */
export function scopeChallenge(response: Response): string[] | undefined {
  const challenge = bearerChallenge(response.headers.get('www-authenticate'));
  if (challenge?.parameters.get('error') !== 'insufficient_scope') return undefined;
  return (challenge.parameters.get('scope') ?? '').split(' ').filter(Boolean);
}

/** Remembers them, so that the next `connect` asks for the union of what was granted and what is wanted. */
export function noteChallengedScopes(
  connection: Connection,
  scopes: readonly string[],
  { state }: Pick<Ports, 'state'>,
): Promise<void> {
  return state.write(async (tables) => {
    const stored = await tables.connections.find(connection.providerId, connection.user);
    if (stored === undefined) return;
    const scopesChallenged = [...new Set([...stored.scopesChallenged, ...scopes])];
    if (scopesChallenged.length > stored.scopesChallenged.length) {
      await tables.connections.save({ ...stored, scopesChallenged });
    }
  });
}
