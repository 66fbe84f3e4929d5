/** Whole records, as a real installation would write them. */
import type { CollectionId, ProviderName } from '../../../src/manifest/types.ts';
import type { AccessToken, Connection, Installation, Provider, Sealed } from '../../../src/records.ts';

export function aProvider(changes: Partial<Provider> = {}): Provider {
  return {
    id: 'p1',
    project: 'default',
    name: 'my-app-crm' as ProviderName,
    displayName: 'CRM',
    origin: 'manifest',
    grantType: 'authorization_code',
    usePkce: true,
    scopes: [{ scope: 'read', origin: 'default_scopes' }],
    clientId: 'client-1',
    clientSecret: 'v1.sealed' as Sealed,
    endpoints: { token: { value: 'https://auth.example.com/token', from: 'manifest' } },
    authParams: {},
    resourceParameter: 'send',
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_000,
    ...changes,
  };
}

export function anInstallation(changes: Partial<Installation> = {}): Installation {
  return {
    id: 'i1',
    project: 'default',
    name: 'my-app',
    manifest: '{"name":"my-app"}',
    manifestSha256: 'abc',
    installedAt: 1_700_000_000_000,
    collections: [
      {
        id: 'crm' as CollectionId,
        url: 'https://mcp.example.com',
        name: 'CRM',
        namespace: 'crm',
        auth: 'oauth',
      },
    ],
    oauthBindings: [
      { collectionId: 'crm' as CollectionId, providerId: 'p1', providerName: 'my-app-crm' as ProviderName },
    ],
    providerBindings: [],
    ...changes,
  };
}

export function aConnection(changes: Partial<Connection> = {}): Connection {
  return {
    id: 'c1',
    project: 'default',
    user: 'ada',
    providerId: 'p1',
    status: 'connected',
    scopesGranted: ['read'],
    scopesChallenged: [],
    stepUps: 0,
    generation: 1,
    connectedAt: 1_700_000_000_000,
    ...changes,
  };
}

export function anAccessToken(changes: Partial<AccessToken> = {}): AccessToken {
  return {
    connectionId: 'c1',
    resource: 'https://mcp.example.com',
    token: 'v1.token' as Sealed,
    tokenType: 'bearer',
    issuedAt: 1_700_000_000_000,
    expiresAt: 1_700_000_360_000,
    scopes: ['read'],
    ...changes,
  };
}
