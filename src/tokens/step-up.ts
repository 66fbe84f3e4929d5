/** A server that demands more scopes for a call: RFC 6750, section 3.1, and MCP authorization, "Scope challenge handling". */
import { bearerChallenge } from '../oauth/challenge.ts';
import type { Ports } from '../ports/index.ts';
import type { Connection } from '../records.ts';

/** The most consents in a row for one connection, over all processes. A server that demands still more is at fault. */
export const MOST_CONSENTS = 3;

/** The scopes of an `insufficient_scope` challenge; `undefined` when the 403 is about something else. */
export function scopeChallenge(response: Response): string[] | undefined {
  const challenge = bearerChallenge(response.headers.get('www-authenticate'));
  if (challenge?.parameters.get('error') !== 'insufficient_scope') return undefined;
  return (challenge.parameters.get('scope') ?? '').split(' ').filter(Boolean);
}

/** The scopes to ask for again: a server demanded them for a call, and the authorization server never refused them. */
export function scopesToStepUp(existing: Connection | undefined): string[] {
  const { scopesChallenged = [], scopesRefused = [] } = existing ?? {};
  // A row of an older version may hold any number.
  return rememberedScopes(scopesChallenged).filter((scope) => !scopesRefused.includes(scope));
}

/** How many consents in a row the server of a connection has demanded, with the one that is about to be asked. */
export function stepUpsOf(existing: Connection | undefined): number {
  if (existing === undefined) return 0;
  const isDemanded = scopesToStepUp(existing).some((scope) => !existing.scopesGranted.includes(scope));
  return isDemanded ? existing.stepUps + 1 : 0;
}

/** Stores that the authorization server does not grant these scopes (RFC 6749, section 3.3), so that nobody asks again. */
export function noteRefusedScopes(
  connection: Connection,
  scopes: readonly string[],
  ports: Pick<Ports, 'state'>,
): Promise<void> {
  return note({ field: 'scopesRefused', connection, scopes, isWanted: () => true }, ports);
}

/** Stores the demanded scopes, so that the next `connect` asks for them as well as for those that were granted. */
export function noteChallengedScopes(
  connection: Connection,
  scopes: readonly string[],
  ports: Pick<Ports, 'state'>,
): Promise<void> {
  const isWanted = ({ stepUps }: Connection) => stepUps < MOST_CONSENTS - 1;
  return note({ field: 'scopesChallenged', connection, scopes, isWanted }, ports);
}

/** A server may demand ever new scopes, and all of them would stand in the address of the next consent. */
const MOST_SCOPES = 32;
const MOST_CHARACTERS = 2048;

/** The first scopes that are not too many, nor too long together. What came first stays, so that a flood writes nothing. */
export function rememberedScopes(scopes: readonly string[]): string[] {
  let length = 0;
  return [...new Set(scopes)]
    .filter((scope) => {
      const isShort = length + scope.length + 1 <= MOST_CHARACTERS;
      if (isShort) length += scope.length + 1;
      return isShort;
    })
    .slice(0, MOST_SCOPES);
}

interface Note {
  readonly field: 'scopesRefused' | 'scopesChallenged';
  readonly connection: Connection;
  readonly scopes: readonly string[];
  isWanted(stored: Connection): boolean;
}

/** Writes nothing when all scopes are stored already, or the connection does not exist any more. */
function note({ field, connection, scopes, isWanted }: Note, { state }: Pick<Ports, 'state'>): Promise<void> {
  return state.write(async (tables) => {
    const stored = await tables.connections.find(connection.providerId, connection.user);
    if (stored?.id !== connection.id || !isWanted(stored)) return;
    const before = stored[field] ?? [];
    const noted = rememberedScopes([...before, ...scopes]);
    if (noted.length > before.length) await tables.connections.save({ ...stored, [field]: noted });
  });
}
