/**
 * The nodes of a document as rules see them: only nodes of the right type, each with its path. So a rule needs no guards,
 * whatever the shape of the document.
 */
import type { Path } from '../diagnostic.ts';
import type {
  Manifest,
  McpCollection,
  McpServer,
  OAuthConfig,
  SdkCollection,
  ServerAuthFields,
} from '../manifest/types.ts';

/** A node whose fields have the right types. Every field may be missing. */
export interface NodeWithPath<T> {
  readonly node: Partial<T>;
  readonly path: Path;
}

/** An entry of `oauth_providers`. */
export interface ProviderEntry extends NodeWithPath<OAuthConfig> {
  readonly key: string;
}

/** An `oauth_config`, with its collection. */
export interface EmbeddedConfig extends NodeWithPath<OAuthConfig> {
  readonly collection: NodeWithPath<McpCollection>;
}

export interface ListWithPath {
  readonly items: readonly string[];
  readonly path: Path;
}

/** The nodes of a document that rules read. A list is empty when there are none. */
export interface Nodes {
  /** Empty when the document is of the other kind. */
  readonly manifest: Partial<Manifest>;
  readonly collections: readonly NodeWithPath<McpCollection>[];
  /** The collections of the Tools SDK too, in manifest order. */
  readonly allCollections: readonly NodeWithPath<McpCollection | SdkCollection>[];
  readonly providers: readonly ProviderEntry[];
  readonly embeddedConfigs: readonly EmbeddedConfig[];
  /** Providers and embedded configurations, which have the same fields. */
  readonly oauthConfigs: readonly NodeWithPath<OAuthConfig>[];
  /** Empty when the document is of the other kind. */
  readonly server: Partial<McpServer>;
  readonly serverAuth: Partial<ServerAuthFields>;
}

/** One of the two is empty: a document is a manifest, or describes one server. */
export function nodesOf(manifest: Partial<Manifest>, server: Partial<McpServer>): Nodes {
  const collections: NodeWithPath<McpCollection>[] = [];
  const allCollections: NodeWithPath<McpCollection | SdkCollection>[] = [];
  const embeddedConfigs: EmbeddedConfig[] = [];
  const providers: ProviderEntry[] = [];
  const list = manifest.tool_collections ?? [];
  for (let index = 0; index < list.length; index++) {
    const node = list[index];
    if (node === undefined) continue;
    const path = ['tool_collections', index];
    const collection = { node, path };
    allCollections.push(collection);
    if (!isMcp(collection)) continue;
    collections.push(collection);
    const config = collection.node.oauth_config;
    if (config) embeddedConfigs.push({ node: config, path: [...path, 'oauth_config'], collection });
  }
  const entries = manifest.oauth_providers ?? {};
  for (const key of Object.keys(entries)) {
    const node = entries[key];
    if (node !== undefined) providers.push({ key, node, path: ['oauth_providers', key] });
  }
  const oauthConfigs = [...providers, ...embeddedConfigs];
  const serverAuth: Partial<ServerAuthFields> = server.config?.auth ?? {};
  return { manifest, collections, allCollections, providers, embeddedConfigs, oauthConfigs, server, serverAuth };
}

function isMcp(collection: NodeWithPath<McpCollection | SdkCollection>): collection is NodeWithPath<McpCollection> {
  return collection.node.type !== 'vertesia_sdk';
}
