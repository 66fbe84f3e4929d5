/** The status of a stored access token, decided from rows and the time alone. Pure. */
import { covers } from '../oauth/resource.ts';
import { originOf } from '../plan/ending-secrets.ts';
import type { AccessToken, Connection, Provider } from '../records.ts';

export type TokenStatus =
  /** The user has not connected. */
  | { readonly is: 'absent' }
  /** A person must connect again. */
  | { readonly is: 'dead'; readonly why: string }
  | { readonly is: 'fresh'; readonly token: AccessToken }
  /** The token should be renewed. `usable` is still good when the renewal fails. */
  | { readonly is: 'due'; readonly resource: string; readonly usable?: AccessToken };

/** Selects one of the tokens of a connection: the token for a server, or the only token. */
export interface TokenWish {
  readonly url?: string;
  /** The resource that a person gave. Without it, the resource is the server's URL or a parent path (RFC 9728, section 3.3). */
  readonly resource?: string;
}

export interface StoredTokens {
  readonly provider: Provider;
  readonly connection: Connection | undefined;
  readonly tokens: readonly AccessToken[];
}

export function tokenStatus(
  { provider, connection, tokens }: StoredTokens,
  {
    wish,
    now,
    refused,
  }: {
    readonly wish: TokenWish;
    /** Milliseconds since 1970. */
    readonly now: number;
    /** A token that the server did not accept although it looked fresh. */
    readonly refused?: AccessToken;
  },
): TokenStatus {
  if (connection === undefined) return { is: 'absent' };
  const token = tokenFor(tokens, connection, wish);
  if (token === undefined) return { is: 'absent' };
  if (connection.status === 'reconnect_needed') {
    return { is: 'dead', why: connection.lastError ?? 'The authorization server no longer accepts the refresh token.' };
  }
  const renewable = provider.grantType === 'client_credentials' || connection.refreshToken !== undefined;
  const isRefused = refused?.token === token.token;
  const isExpired = token.expiresAt <= now;
  if (!isRefused && now < (renewable ? renewAt(token) : token.expiresAt)) return { is: 'fresh', token };
  if (renewable) return { is: 'due', resource: token.resource, ...(!isRefused && !isExpired && { usable: token }) };
  return {
    is: 'dead',
    why: isRefused
      ? 'The server refuses the access token, and there is no refresh token.'
      : 'The access token has expired, and there is no refresh token.',
  };
}

/** The moment from which a token is renewed: a tenth of its lifetime before it expires, at most a minute. */
export function renewAt({ issuedAt, expiresAt }: AccessToken): number {
  return expiresAt - Math.min(60_000, (expiresAt - issuedAt) / 10);
}

/**
 * The token whose resource has the longest path in common with the server. A token without a resource fits every server that
 * the consent was for. A server that moved to another origin since, however that came about, gets none.
 */
export function tokenFor(
  tokens: readonly AccessToken[],
  { origins }: Pick<Connection, 'origins'>,
  { url, resource }: TokenWish,
): AccessToken | undefined {
  const unbound = tokens.find((token) => token.resource === '');
  if (url === undefined) return tokens.length === 1 ? tokens[0] : unbound;
  const origin = originOf(url);
  if (origins !== undefined && !origins.some((each) => each === origin)) return undefined;
  if (resource !== undefined) {
    const given = tokens.find((token) => token.resource === resource);
    // An identifier that a person gave need not be an address of the server. One that is must cover the server.
    return given && (originOf(resource) !== origin || covers(resource, url)) ? given : unbound;
  }
  const fitting = tokens.filter((token) => token.resource !== '' && covers(token.resource, url));
  return fitting.sort((one, other) => other.resource.length - one.resource.length)[0] ?? unbound;
}
