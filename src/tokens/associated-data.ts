/** What each secret is bound to: one that was moved to another row, or whose endpoint was edited, cannot be decrypted (docs/install.md). */
import type { SecretContext } from '../ports/index.ts';
import type { Connection, GatewayToken, Installation, Provider, Server } from '../records.ts';

export function clientSecretContext(provider: Provider): SecretContext {
  return { ...providerContext(provider), column: 'client_secret' };
}

export function registrationTokenContext(provider: Provider): SecretContext {
  return { ...providerContext(provider), column: 'registration_access_token' };
}

/** @param column `refresh_token` or `dpop_key`. */
export function tokenContext(connection: Connection, provider: Provider, column: string): SecretContext {
  return { ...providerContext(provider), column: `${connection.id}/${column}` };
}

export function accessTokenContext(connection: Connection, provider: Provider, resource: string): SecretContext {
  return tokenContext(connection, provider, `access_token ${resource}`);
}

export function apiKeyContext(installation: Pick<Installation, 'project' | 'id'>, collectionId: string): SecretContext {
  return { project: installation.project, owner: installation.id, column: `${collectionId}/api_key` };
}

export function gatewayTokenContext({ project, user }: Pick<GatewayToken, 'project' | 'user'>): SecretContext {
  return { project, owner: `gateway of ${user}`, column: 'token' };
}

export function serverTokenContext({ project, id, url }: Server): SecretContext {
  return { project, owner: id, column: `token ${url}` };
}

export function serverHeaderContext({ project, id, url }: Server, name: string): SecretContext {
  return { project, owner: id, column: `header ${name} ${url}` };
}

function providerContext({ project, id, issuer, endpoints, clientId }: Provider) {
  return { project, owner: id, issuer, tokenEndpoint: endpoints.token?.value, clientId };
}
