/** Names that the manifest implies (docs/manifest.md, "Derived values"). */
import {
  type Manifest,
  type McpCollection,
  mcpCollections,
  type ProviderKey,
  type ProviderName,
} from '../manifest/types.ts';

/** What the app is called in a project: its name, or that of its first collection, which a single-server manifest has. */
export function appName(manifest: Manifest): string {
  return manifest.name ?? kebabCase(mcpCollections(manifest)[0]?.id ?? 'app');
}

/** The provider made of a collection's `oauth_config`. */
export function embeddedProviderName({ id, oauth_config }: McpCollection): ProviderName {
  return oauth_config?.name ?? (kebabCase(id) as ProviderName);
}

/** The provider made of an entry of `oauth_providers`. */
export function sharedProviderName(manifest: Manifest, key: ProviderKey): ProviderName {
  const given = manifest.oauth_providers?.[key]?.name;
  return given ?? (`${appName(manifest)}-${key}` as ProviderName);
}

function kebabCase(id: string): string {
  return id.replaceAll('_', '-');
}
