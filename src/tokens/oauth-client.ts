/** From the row of a provider to a client that can send requests. This is the only place that decrypts a client secret. */
import type * as oauth from 'oauth4webapi';
import type { OAuthClient } from '../oauth/client.ts';
import { clientAuthentication, isPrivateKey } from '../oauth/client-authentication.ts';
import { readDpopKey } from '../oauth/dpop.ts';
import type { Ports } from '../ports/index.ts';
import type { Connection, Provider } from '../records.ts';
import { clientSecretContext, tokenContext } from './associated-data.ts';
import { providerIncomplete } from './refusals.ts';

/** @throws Refusal `not-connected` while the client id or the token endpoint is unknown, and what decrypting a secret refuses. */
export async function oauthClient(
  provider: Provider,
  { secrets }: Pick<Ports, 'secrets'>,
  connection?: Connection,
): Promise<OAuthClient> {
  const { clientId } = provider;
  if (clientId === undefined) throw providerIncomplete(provider, 'It has no client id yet.');
  const secret = provider.clientSecret && (await secrets.open(provider.clientSecret, clientSecretContext(provider)));
  const chosen = provider.clientAuthMethod ?? (secret ? 'client_secret_basic' : 'none');
  // A private key is never sent as if it were a password, whatever method the server prefers.
  const method = secret && isPrivateKey(secret) ? 'private_key_jwt' : chosen;
  const dpopKey =
    connection?.dpopKey && (await secrets.open(connection.dpopKey, tokenContext(connection, provider, 'dpop_key')));
  return {
    server: authorizationServer(provider),
    client: { client_id: clientId },
    authentication: await clientAuthentication(method, { clientId, name: provider.name }, secret),
    name: provider.name,
    ...(dpopKey && { dpop: await readDpopKey(dpopKey) }),
  };
}

function authorizationServer(provider: Provider): oauth.AuthorizationServer {
  const { endpoints, issuer, issInResponse } = provider;
  const token = endpoints.token?.value;
  if (token === undefined) throw providerIncomplete(provider, 'Its token endpoint has not been discovered yet.');
  return {
    // Without metadata there is no issuer. The library requires a string, and our own code compares issuers.
    issuer: issuer ?? new URL(token).origin,
    authorization_endpoint: endpoints.authorization?.value,
    token_endpoint: token,
    revocation_endpoint: endpoints.revocation?.value,
    device_authorization_endpoint: endpoints.device_authorization?.value,
    pushed_authorization_request_endpoint: endpoints.pushed_authorization?.value,
    authorization_response_iss_parameter_supported: issInResponse,
  };
}
