/** From a token response to the rows that store it. Encryption is done before a transaction begins. */
import { grantedScopes } from '../oauth/scopes.ts';
import type { TokenResponse } from '../oauth/token-response.ts';
import type { Ports } from '../ports/index.ts';
import type { AccessToken, Connection, Provider } from '../records.ts';
import { accessTokenContext, tokenContext } from './associated-data.ts';

/** Returns the next generation of the connection, and its token for the resource (`''` when the token has none). */
export async function sealTokens(
  response: TokenResponse,
  { provider, connection, resource }: { provider: Provider; connection: Connection; resource: string },
  { secrets, clock }: Pick<Ports, 'secrets' | 'clock'>,
): Promise<{ connection: Connection; token: AccessToken }> {
  const { accessToken, refreshToken, tokenType, expiresIn } = response;
  const scopes = grantedScopes(response.scopes ?? connection.scopesGranted, connection.scopesGranted);
  const now = clock.now();
  const next = { ...connection, scopesGranted: scopes, generation: connection.generation + 1, refreshedAt: now };
  const contextOf = (of: Connection) => tokenContext(of, provider, 'refresh_token');
  // RFC 6749, section 6: a server that sends no new refresh token keeps the old one good. It is bound to the generation, too.
  const { refreshToken: former } = connection;
  const current = refreshToken ?? (former && (await secrets.open(former, contextOf(connection))));
  const token: AccessToken = {
    connectionId: connection.id,
    resource,
    token: await secrets.seal(accessToken, accessTokenContext(connection, provider, resource)),
    tokenType,
    issuedAt: now,
    expiresAt: now + expiresIn * 1000,
    scopes,
  };
  return {
    connection: { ...next, refreshToken: current && (await secrets.seal(current, contextOf(next))) },
    token,
  };
}
