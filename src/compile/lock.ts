/** Target `lock`: everything that is derived from a manifest, to be committed beside it and compared. */
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

/** Null where it is discovered at connect, or none is needed. */
function providerNameOf({ access }: CompiledCollection): string | null {
  if (access.via === 'provider') return access.provider.name;
  return access.via === 'oauth' ? (access.providerName ?? null) : null;
}
