/** What an app and its providers are called in a project. */
import { providerNameOfCollection, providerNameOfEntry } from '../manifest/names.ts';
import {
  type Manifest,
  type McpCollection,
  mcpCollections,
  type ProviderKey,
  type ProviderName,
} from '../manifest/types.ts';

/** Its name, or that of its first collection: a manifest for a single server often has no other. */
export function appName(manifest: Manifest): string {
  return manifest.name ?? mcpCollections(manifest)[0]?.id.replaceAll('_', '-') ?? 'app';
}

/** The provider made of a collection's `oauth_config`. */
export function embeddedProviderName({ id, oauth_config }: McpCollection): ProviderName {
  return providerNameOfCollection(id, oauth_config?.name) as ProviderName;
}

/** The provider made of an entry of `oauth_providers`. */
export function sharedProviderName(manifest: Manifest, key: ProviderKey): ProviderName {
  return providerNameOfEntry(appName(manifest), key, manifest.oauth_providers?.[key]?.name) as ProviderName;
}
