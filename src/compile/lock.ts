/** Target `lock`: everything that is derived from a manifest, in a file to commit beside it and to compare. */
import type { CompiledCollection, CompileInput } from './compile-input.ts';

export function compileLock({ canonical, sha256, app, collections, providers }: CompileInput): object {
  return {
    lock_version: 1,
    app,
    sha256,
    manifest: JSON.parse(canonical),
    collections: collections.map((collection) => ({
      id: collection.id,
      server: collection.serverName,
      tool_prefix: `${collection.namespace}_`,
      provider: providerNameOf(collection),
    })),
    providers: providers.map((provider) => ({
      name: provider.name,
      display_name: provider.displayName,
      grant_type: provider.grantType,
      use_pkce: provider.usePkce,
      scopes: provider.scopes,
    })),
  };
}

/** Null when connect discovers the provider, or the collection needs none. */
function providerNameOf({ access }: CompiledCollection): string | null {
  if (access.via === 'provider') return access.provider.name;
  return access.via === 'oauth' ? (access.providerName ?? null) : null;
}
