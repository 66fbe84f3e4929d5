/** The parts of a manifest from which providers are made, and the collections that use each provider. */
import {
  type CollectionId,
  type Manifest,
  type McpCollection,
  mcpCollections,
  type OAuthConfig,
  oauthProviders,
  type ProviderKey,
  type ProviderName,
} from '../manifest/types.ts';
import { embeddedProviderName, sharedProviderName } from './names.ts';

export interface ProviderSource {
  readonly name: ProviderName;
  readonly displayName: string;
  readonly config: OAuthConfig;
  /** The collections that get their tokens from it, in manifest order. */
  readonly users: readonly McpCollection[];
  readonly from:
    | { readonly kind: 'shared'; readonly providerKey: ProviderKey }
    | { readonly kind: 'embedded'; readonly collectionId: CollectionId };
}

/** Returns shared providers first, then embedded ones, each in manifest order. */
export function providerSources(manifest: Manifest): ProviderSource[] {
  const collections = mcpCollections(manifest);
  return [
    ...oauthProviders(manifest).map(
      ([providerKey, config]): ProviderSource => ({
        name: sharedProviderName(manifest, providerKey),
        displayName: config.display_name ?? providerKey,
        config,
        users: collections.filter(({ oauth_provider }) => oauth_provider === providerKey),
        from: { kind: 'shared', providerKey },
      }),
    ),
    ...collections.flatMap((collection): ProviderSource[] => {
      if (!collection.oauth_config || authOf(collection) !== 'oauth') return [];
      return [
        {
          name: embeddedProviderName(collection),
          displayName: collection.oauth_config.display_name ?? collection.name,
          config: collection.oauth_config,
          users: [collection],
          from: { kind: 'embedded', collectionId: collection.id },
        },
      ];
    }),
  ];
}

/** Says how calls are authorized. Without `auth`, OAuth settings mean `oauth`. */
export function authOf(collection: McpCollection): 'none' | 'api_key' | 'oauth' {
  if (collection.auth === 'api_key' || collection.auth === 'oauth') return collection.auth;
  if (collection.auth === 'other') return 'none';
  const hasSettings = collection.oauth_config ?? collection.oauth_provider ?? collection.oauth_app;
  return hasSettings === undefined ? 'none' : 'oauth';
}
