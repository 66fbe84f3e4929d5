/** Access tokens as the state has them: whose they are, and how one is opened. */
import { hint } from '../next-step.ts';
import type { Ports, Tables } from '../ports/index.ts';
import type { AccessToken, Connection, Provider } from '../records.ts';
import { Refusal } from '../refusal.ts';
import type { Secret } from '../secret.ts';
import type { ToolServer } from '../targets.ts';
import { accessTokenContext } from './associated-data.ts';
import { type StoredTokens, type TokenWish, tokenStatus } from './token-status.ts';

/** Whose token of which provider, and for what. */
export interface TokenOwner {
  readonly providerId: string;
  readonly user: string;
  readonly wish: TokenWish;
  /** What to type after `mcpctl connect`. */
  readonly target: string;
}

/** Whose token a server takes. */
export function tokenOwner(server: ToolServer, providerId: string, user: string): TokenOwner {
  return { providerId, user, target: server.name, wish: { url: server.url, resource: server.resource } };
}

export interface CurrentToken {
  readonly secret: Secret;
  /** The row: its expiry, scopes and resource; also what to name when the server refuses the token. */
  readonly token: AccessToken;
  readonly provider: Provider;
  readonly connection: Connection;
}

/** The token that is stored, when it is fresh: nothing has to be asked for, and nothing is written. */
export async function freshToken(
  owner: TokenOwner,
  ports: Pick<Ports, 'state' | 'secrets' | 'clock'>,
): Promise<CurrentToken | undefined> {
  const stored = await ports.state.read((tables) => readStoredTokens(owner, tables));
  const status = tokenStatus(stored, owner.wish, ports.clock.now());
  return status.is === 'fresh' ? openToken(stored, status.token, ports) : undefined;
}

/** Refuses `not-connected` when the provider is gone. */
export async function readStoredTokens(owner: TokenOwner, tables: Tables): Promise<StoredTokens> {
  const provider = await tables.providers.get(owner.providerId);
  if (provider === undefined) throw notConnected(owner);
  const connection = await tables.connections.find(provider.id, owner.user);
  const tokens = connection ? await tables.accessTokens.ofConnection(connection.id) : [];
  return { provider: connection?.formerProvider ?? provider, connection, tokens };
}

export async function openToken(
  { provider, connection }: StoredTokens,
  token: AccessToken,
  { secrets }: Pick<Ports, 'secrets'>,
): Promise<CurrentToken> {
  if (connection === undefined) throw new Error('A token without its connection.');
  const secret = await secrets.open(token.token, accessTokenContext(connection, provider, token.resource));
  return { secret, token, provider, connection };
}

export function notConnected({ target, user }: TokenOwner): Refusal {
  return new Refusal('not-connected', {
    what: `${target} is not connected.`,
    why: `The user ${user} has no tokens for it.`,
    hint: hint`${{ do: 'connect', target }}`,
  });
}
