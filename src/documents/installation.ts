/** Apps and providers as documents (docs/json.md), with the names of the platform where it has some. */

import type { Installation, Provider } from '../records.ts';
import { isoTime } from '../time.ts';
import type { ShownApp } from '../usecases/install/show.ts';
import type { DeletedProvider } from '../usecases/servers/delete-provider.ts';
import { revocationDocument } from './revocations.ts';

export function showDocument({ installation, providers }: ShownApp): object {
  return {
    ...summaryDocument(installation),
    manifest: JSON.parse(installation.manifest),
    oauth_bindings: installation.oauthBindings.map(({ collectionId, providerId, providerName }) => ({
      collection_id: collectionId,
      oauth_provider_id: providerId,
      oauth_provider_name: providerName,
    })),
    provider_bindings: installation.providerBindings.map(({ providerKey, providerId, providerName }) => ({
      provider_key: providerKey,
      oauth_provider_id: providerId,
      oauth_provider_name: providerName,
    })),
    providers: providers.map(providerDocument),
  };
}

export function summaryDocument(installation: Installation) {
  return {
    id: installation.id,
    name: installation.name,
    version: installation.version ?? null,
    project: installation.project,
    manifest_sha256: installation.manifestSha256,
    installed_at: isoTime(installation.installedAt),
    collections: installation.collections.map(({ id, url, name, namespace, auth, oauthApp, apiKey }) => ({
      id,
      url,
      name,
      namespace,
      auth,
      oauth_app: oauthApp ?? null,
      has_api_key: apiKey !== undefined,
    })),
  };
}

/** Never a secret: whether there is one is all that is told. */
export function providerDocument(provider: Provider) {
  const endpoint = (name: keyof Provider['endpoints']) => provider.endpoints[name]?.value ?? null;
  return {
    id: provider.id,
    name: provider.name,
    display_name: provider.displayName,
    origin: provider.origin,
    grant_type: provider.grantType,
    use_pkce: provider.usePkce,
    client_id: provider.clientId ?? null,
    has_client_secret: provider.clientSecret !== undefined,
    scopes: provider.scopes.map(({ scope }) => scope),
    scope_origins: provider.scopes.map(({ scope, origin }) => ({ scope, origin })),
    issuer: provider.issuer ?? null,
    authorization_endpoint: endpoint('authorization'),
    token_endpoint: endpoint('token'),
    revocation_endpoint: endpoint('revocation'),
    auth_params: provider.authParams,
    created_at: isoTime(provider.createdAt),
    updated_at: isoTime(provider.updatedAt),
  };
}

export function listDocument(installations: readonly Installation[]): object {
  return { apps: installations.map(summaryDocument) };
}

export function deletedProviderDocument({ name, revocations }: DeletedProvider): object {
  return {
    outcome: 'done',
    revocations: revocations.map((each) => revocationDocument({ providerName: name, ...each })),
  };
}
