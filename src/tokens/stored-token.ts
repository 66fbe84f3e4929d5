/** Access tokens as rows of the state: the provider and user that they belong to, and how one is decrypted. */
import type { Ports, Tables } from '../ports/index.ts';
import type { AccessToken, Connection, Provider } from '../records.ts';
import type { Secret } from '../secret.ts';
import type { ToolServer } from '../targets.ts';
import { accessTokenContext } from './associated-data.ts';
import { connectionOf } from './connection-of.ts';
import { notConnected } from './refusals.ts';
import { noteCurrentToken } from './replaced-tokens.ts';
import { type StoredTokens, type TokenWish, tokenStatus } from './token-status.ts';

/** The user and provider of a token, and the server that it is for. */
export interface TokenOwner {
  readonly providerId: string;
  readonly user: string;
  readonly wish: TokenWish;
  /** What to type after `mcpctl connect`. */
  readonly target: string;
}

/** The owner of the token that a server takes. */
export function tokenOwner(server: ToolServer, providerId: string, user: string): TokenOwner {
  return { providerId, user, target: server.name, wish: { url: server.url, resource: server.resource } };
}

export interface CurrentToken {
  readonly secret: Secret;
  /** The row, with expiry, scopes and resource. `currentToken` takes it as `refused` when the server does not accept it. */
  readonly token: AccessToken;
  readonly provider: Provider;
  readonly connection: Connection;
}

/** The stored token when it is fresh. Sends no request and writes nothing. */
export async function freshToken(
  owner: TokenOwner,
  ports: Pick<Ports, 'state' | 'secrets' | 'clock'>,
): Promise<CurrentToken | undefined> {
  const stored = await ports.state.read((tables) => readStoredTokens(owner, tables));
  const status = tokenStatus(stored, { wish: owner.wish, now: ports.clock.now() });
  return status.is === 'fresh' ? openToken(stored, status.token, ports) : undefined;
}

/** @throws Refusal `not-connected` when the provider does not exist any more. */
export async function readStoredTokens(owner: TokenOwner, tables: Tables): Promise<StoredTokens> {
  const found = await tables.connections.withTokens(owner.providerId, owner.user);
  if (found === undefined) throw notConnected(owner);
  const { provider, connection: own } = found;
  if (own?.status === 'connected' || provider.grantType !== 'client_credentials') {
    return { ...found, provider: own?.formerProvider ?? provider };
  }
  const connection = await connectionOf(provider, owner.user, tables);
  const tokens = connection ? await tables.accessTokens.ofConnection(connection.id) : [];
  return { provider: connection?.formerProvider ?? provider, connection, tokens };
}

export async function openToken(
  { provider, connection }: StoredTokens,
  token: AccessToken,
  { secrets, clock }: Pick<Ports, 'secrets' | 'clock'>,
): Promise<CurrentToken> {
  if (connection === undefined) throw new Error('A token without its connection.');
  const secret = await secrets.open(token.token, accessTokenContext(connection, provider, token.resource));
  noteCurrentToken(JSON.stringify(['access', connection.id, token.resource]), secret, clock);
  return { secret, token, provider, connection };
}
