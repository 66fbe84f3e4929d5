/** From settings to the rows that they make, before anything is discovered. Pure. */
import type { ServerAuthType } from '../../manifest/types.ts';
import { newProvider } from '../../providers/new-provider.ts';
import type { Endpoint, Provider, Server } from '../../records.ts';
import type { ServerSettings } from './settings.ts';

/** The rows of a server that was made by hand, as they are stored or will be. */
export interface ServerWithProvider {
  readonly server: Server;
  /** Only with OAuth. */
  readonly provider?: Provider;
}

export interface Identity {
  readonly id: string;
  readonly providerId: string;
  readonly project: string;
  readonly now: number;
  readonly createdAt: number;
}

/** `type` is undefined for a server that needs no authorization. */
export function draftOf(
  settings: ServerSettings,
  type: ServerAuthType | undefined,
  identity: Identity,
): ServerWithProvider {
  const { name, config } = settings;
  const { id, providerId, project, now, createdAt } = identity;
  const isOAuth = type !== undefined && type !== 'token';
  const resource = config.auth?.resource;
  const server: Server = {
    id,
    project,
    name,
    displayName: name,
    url: config.endpoint,
    namespace: name.replace(/[^A-Za-z0-9]+/g, '_'),
    auth: isOAuth ? 'oauth' : type === 'token' ? 'token' : 'none',
    ...(isOAuth && { providerId }),
    ...(resource !== undefined && { resource, resourceFrom: 'given' as const }),
    createdAt,
    updatedAt: now,
  };
  return isOAuth ? { server, provider: providerOf(settings, type, identity) } : { server };
}

function providerOf(
  { name, config: { auth } }: ServerSettings,
  type: ServerAuthType,
  { providerId, project, now, createdAt }: Identity,
): Provider {
  const clientId = auth?.client_id;
  const isMachine = type === 'oauth_client_credentials';
  const isConfidential = type !== 'oauth_authorization_code_public_pkce';
  return {
    ...newProvider({ id: providerId, project, origin: 'manual', name, now }),
    grantType: isMachine ? 'client_credentials' : 'authorization_code',
    usePkce: !isMachine,
    scopes: (auth?.scopes ?? []).map((scope) => ({ scope, origin: 'installer' })),
    clientId,
    clientIdFrom: clientId === undefined ? undefined : 'installer',
    clientType: isConfidential ? 'confidential' : 'public',
    endpoints: {
      ...given('authorization', auth?.auth_url),
      ...given('token', auth?.token_url),
      ...given('registration', auth?.register_url),
    },
    createdAt,
  };
}

function given(name: string, value: string | undefined): Record<string, Endpoint> {
  return value === undefined ? {} : { [name]: { value, from: 'given' } };
}
