/**
 * The parts of a document as rules see them: only nodes of the right type, each with its path. So a rule needs no guards,
 * whatever the shape of the document.
 */
import type { Path } from '../diagnostic.ts';
import type { Document, DocumentKind } from '../manifest/document.ts';
import { type SecretPlace, secretPlaces } from '../manifest/secret-places.ts';
import type { ShapeFinding } from '../manifest/shape.ts';
import type {
  Manifest,
  McpCollection,
  McpServer,
  OAuthConfig,
  SdkCollection,
  ServerAuthFields,
} from '../manifest/types.ts';
import { dropInvalid } from './drop-invalid.ts';
import { type UrlWithPath, urlsToCheck } from './url.ts';

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

/** The nodes of a document that rules read. */
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

export interface RuleContext extends Nodes {
  readonly kind: DocumentKind;
  /** Whether the shape of the document has faults. */
  readonly hasShapeFaults: boolean;
  /** The whole value as it was read, for rules that look at everything. */
  readonly value: unknown;
  /** The places of secrets. No other member but `value` holds a secret, so that no message can show one. */
  readonly secrets: readonly SecretPlace[];
  /** The URLs that requests go to, except the plain ones, in which no rule finds a fault. */
  readonly urls: readonly UrlWithPath[];
  /** Every list of OAuth scopes. */
  readonly scopeLists: readonly ListWithPath[];
}

/** The kinds of parts that a rule can check. A rule names one kind, and its `check` is called for each part of it. */
export interface Parts {
  /** The whole document, whatever its kind. */
  readonly document: RuleContext;
  readonly manifest: RuleContext;
  /** The manifest, but only when its shape has faults: for forms that the schema does not know. */
  readonly faultyManifest: RuleContext;
  readonly server: RuleContext;
  readonly collection: NodeWithPath<McpCollection>;
  readonly anyCollection: NodeWithPath<McpCollection | SdkCollection>;
  readonly oauthConfig: NodeWithPath<OAuthConfig>;
  readonly scopeList: ListWithPath;
  readonly url: UrlWithPath;
}

/**
 * Makes the context of a document whose value is an object.
 *
 * @param reportsUnknownFields whether a misspelt field is reported as such, so that no rule may call it missing.
 */
export function ruleContext(
  document: Document,
  shape: readonly ShapeFinding[],
  reportsUnknownFields: boolean,
): RuleContext {
  const { kind, value } = document;
  const secrets = secretPlaces(document);
  const reported = reportsUnknownFields ? shape : shape.filter(({ code }) => code !== 'unknown-field');
  const valid = dropInvalid(value, reported, secrets);
  const isManifest = kind === 'app-manifest';
  const nodes = nodesOf(isManifest ? (valid as Manifest) : {}, isManifest ? {} : (valid as McpServer));
  const { manifest, collections, allCollections, providers, embeddedConfigs, oauthConfigs, server, serverAuth } = nodes;
  // Listed, not spread: a spread would give every context a hidden class of its own in V8, and slow down all rules.
  return {
    kind,
    hasShapeFaults: shape.length > 0,
    value,
    secrets,
    manifest,
    collections,
    allCollections,
    providers,
    embeddedConfigs,
    oauthConfigs,
    server,
    serverAuth,
    urls: urlsToCheck(nodes),
    scopeLists: scopeListsOf(nodes),
  };
}

/** The parts of each kind that a document has. */
export function partsOf(context: RuleContext): { readonly [Part in keyof Parts]: readonly Parts[Part][] } {
  const document = [context];
  const manifest = context.kind === 'app-manifest' ? document : [];
  return {
    document,
    manifest,
    faultyManifest: context.hasShapeFaults ? manifest : [],
    server: context.kind === 'mcp-server' ? document : [],
    collection: context.collections,
    anyCollection: context.allCollections,
    oauthConfig: context.oauthConfigs,
    scopeList: context.scopeLists,
    url: context.urls,
  };
}

function nodesOf(manifest: Partial<Manifest>, server: Partial<McpServer>): Nodes {
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

function scopeListsOf({ collections, oauthConfigs, serverAuth }: Nodes): ListWithPath[] {
  const lists: ListWithPath[] = [];
  for (const { node, path } of collections) {
    if (node.oauth_scopes) lists.push({ items: node.oauth_scopes, path: [...path, 'oauth_scopes'] });
  }
  for (const { node, path } of oauthConfigs) {
    if (node.default_scopes) lists.push({ items: node.default_scopes, path: [...path, 'default_scopes'] });
  }
  if (serverAuth.scopes) lists.push({ items: serverAuth.scopes, path: ['config', 'auth', 'scopes'] });
  return lists;
}
