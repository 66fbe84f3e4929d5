/**
 * What each secret is bound to: one that was moved to another row, user or project, or whose address was edited, cannot be
 * decrypted (docs/install.md). Nothing here is looked up in the database by a name that could be changed there.
 */
import { originsOf, receiversOf } from '../plan/ending-secrets.ts';
import type { SecretContext } from '../ports/index.ts';
import { idOfPrincipal, principalOf } from '../principal.ts';
import type { Connection, GatewayToken, Installation, InstalledCollection, Provider, Server } from '../records.ts';

export function clientSecretContext(provider: Provider): SecretContext {
  return { ...providerContext(provider), column: 'client_secret' };
}

/** It is sent to the management address of the registration alone (RFC 7592). */
export function registrationTokenContext(provider: Provider): SecretContext {
  const origins = originsOf([provider.registration?.registrationClientUri]);
  return { ...providerContext(provider), column: 'registration_access_token', origins };
}

/**
 * The tokens go to the servers that the consent was for, and to the authorization server.
 * @param column `refresh_token`, `dpop_key`, or that of an access token.
 */
export function tokenContext(connection: Connection, provider: Provider, column: string): SecretContext {
  const context = providerContext(provider);
  return {
    ...context,
    principal: idOf(connection.user),
    column: `${connection.id}/${column}`,
    origins: [...context.origins, '', ...(connection.origins ?? [])],
    ...(column === 'refresh_token' && { generation: connection.generation }),
  };
}

export function accessTokenContext(connection: Connection, provider: Provider, resource: string): SecretContext {
  return tokenContext(connection, provider, `access_token ${resource}`);
}

export function apiKeyContext(
  installation: Pick<Installation, 'project' | 'id'>,
  { id, url }: Pick<InstalledCollection, 'id' | 'url'>,
): SecretContext {
  const { project, id: owner } = installation;
  return { project, owner, column: `${id}/api_key`, origins: originsOf([url]) };
}

export function gatewayTokenContext({ project, user }: Pick<GatewayToken, 'project' | 'user'>): SecretContext {
  return { project, principal: idOf(user), owner: `gateway of ${user}`, column: 'token' };
}

export function serverTokenContext({ project, id, url }: Server): SecretContext {
  return { project, owner: id, column: `token ${url}`, origins: originsOf([url]) };
}

export function serverHeaderContext({ project, id, url }: Server, name: string): SecretContext {
  return { project, owner: id, column: `header ${name} ${url}`, origins: originsOf([url]) };
}

/** What a consent needs of itself while its person is away: it goes to that authorization server, with that client. */
export interface ConsentBinding {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly providerId: string;
  readonly clientId: string;
  readonly issuer?: string;
  readonly tokenEndpoint?: string;
  readonly redirectUri: string;
}

export function consentContext(binding: ConsentBinding): SecretContext {
  const { id, project, user, providerId, clientId, issuer, tokenEndpoint, redirectUri } = binding;
  const column = `consent ${id} ${redirectUri}`;
  return { project, principal: idOf(user), owner: providerId, column, issuer, tokenEndpoint, clientId };
}

function providerContext({ project, id, issuer, endpoints, clientId }: Provider) {
  const tokenEndpoint = endpoints.token?.value;
  return { ...{ project, owner: id, issuer, tokenEndpoint, clientId }, origins: receiversOf(endpoints) };
}

function idOf(user: string) {
  return idOfPrincipal(principalOf(user));
}
