/** Revokes the tokens of a connection at the authorization server, before they are deleted here. */
import { revokeToken } from '../oauth/revocation.ts';
import { isTokenError } from '../oauth/token-response.ts';
import type { Ports } from '../ports/index.ts';
import type { AccessToken, Connection, Provider } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { accessTokenContext, tokenContext } from './associated-data.ts';
import { oauthClient } from './oauth-client.ts';

/** The tokens that one consent granted. */
export interface Tokens {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly tokens: readonly AccessToken[];
}

export type Revocation = 'revoked' | 'unsupported' | { readonly failed: string };

/**
 * Revokes the refresh token first, then the access tokens (RFC 7009, section 2.1: the first may end the others).
 * Never throws a refusal: the tokens are deleted here in any case, and the caller shows what the server answered.
 * `provider` is the one that they are encrypted for.
 */
export async function revokeTokens(
  { provider, connection, tokens }: Tokens,
  ports: Pick<Ports, 'secrets' | 'network'>,
): Promise<Revocation> {
  const endpoint = provider.endpoints.revocation?.value;
  if (endpoint === undefined) return 'unsupported';
  const { secrets } = ports;
  try {
    const client = await oauthClient(provider, ports, connection);
    const { fetch } = ports.network.towards(endpoint);
    if (connection.refreshToken) {
      const context = tokenContext(connection, provider, 'refresh_token');
      const token = await secrets.open(connection.refreshToken, context);
      await revokeToken(client, { token, kind: 'refresh_token' }, fetch);
    }
    for (const { token, resource } of tokens) {
      const secret = await secrets.open(token, accessTokenContext(connection, provider, resource));
      // A server that cannot revoke access tokens lets them expire (section 2.2.1). The grant itself has ended.
      await revokeToken(client, { token: secret, kind: 'access_token' }, fetch).catch((thrown: unknown) => {
        if (!isTokenError(thrown, 'unsupported_token_type') || !connection.refreshToken) throw thrown;
      });
    }
    return 'revoked';
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    if (isTokenError(thrown, 'unsupported_token_type')) return 'unsupported';
    return { failed: thrown.why ? `${thrown.message} ${thrown.why}` : thrown.message };
  }
}
