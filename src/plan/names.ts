/** The names of an app and its providers in a project. */
import { providerNameOfCollection, providerNameOfEntry } from '../manifest/names.ts';
import {
  type Manifest,
  type McpCollection,
  mcpCollections,
  type ProviderKey,
  type ProviderName,
} from '../manifest/types.ts';

/** Returns the name of the manifest, or of its first collection: a manifest for a single server often has no name. */
export function appName(manifest: Manifest): string {
  return manifest.name ?? mcpCollections(manifest)[0]?.id.replaceAll('_', '-') ?? 'app';
}

/** Names the provider made of the `oauth_config` of a collection. */
export function embeddedProviderName({ id, oauth_config }: McpCollection): ProviderName {
  return providerNameOfCollection(id, oauth_config?.name) as ProviderName;
}

/** Names the provider made of an entry of `oauth_providers`. */
export function sharedProviderName(manifest: Manifest, key: ProviderKey): ProviderName {
  return providerNameOfEntry(appName(manifest), key, manifest.oauth_providers?.[key]?.name) as ProviderName;
}
