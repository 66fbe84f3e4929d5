/** How a stored access token stands: decided from rows and the clock alone. */
import { covers } from '../oauth/resource.ts';
import type { AccessToken, Connection, Provider } from '../records.ts';

export type TokenStatus =
  /** Nobody has connected. */
  | { readonly is: 'absent' }
  /** Only a person can help. */
  | { readonly is: 'dead'; readonly why: string }
  | { readonly is: 'fresh'; readonly token: AccessToken }
  /** To be renewed; `usable` may be sent as long as that does not work out. */
  | { readonly is: 'due'; readonly resource: string; readonly usable?: AccessToken };

/** Which of a connection's tokens is wanted: that for a server, or the only one. */
export interface TokenWish {
  readonly url?: string;
  /** The resource as a person gave it; else it is the server's URL or a parent path of it (RFC 9728, section 3.3). */
  readonly resource?: string;
}

export interface StoredTokens {
  readonly provider: Provider;
  readonly connection: Connection | undefined;
  readonly tokens: readonly AccessToken[];
}

/** `refused` is a token that the server did not accept although it looked fresh. */
export function tokenStatus(
  { provider, connection, tokens }: StoredTokens,
  wish: TokenWish,
  now: number,
  refused?: AccessToken,
): TokenStatus {
  if (connection === undefined) return { is: 'absent' };
  const token = tokenFor(tokens, wish);
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

/** The moment from which a token is renewed ahead of its end: a tenth of its life before, at most a minute. */
export function renewAt({ issuedAt, expiresAt }: AccessToken): number {
  return expiresAt - Math.min(60_000, (expiresAt - issuedAt) / 10);
}

/** The token whose resource is the closest to the server; one for no resource in particular fits any. */
export function tokenFor(tokens: readonly AccessToken[], { url, resource }: TokenWish): AccessToken | undefined {
  const unbound = tokens.find((token) => token.resource === '');
  if (resource !== undefined) return tokens.find((token) => token.resource === resource) ?? unbound;
  if (url === undefined) return tokens.length === 1 ? tokens[0] : unbound;
  const fitting = tokens.filter((token) => token.resource !== '' && covers(token.resource, url));
  return fitting.sort((one, other) => other.resource.length - one.resource.length)[0] ?? unbound;
}
