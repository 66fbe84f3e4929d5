/**
 * What the rules are given of a document: only nodes of the right type, each with its path. So a rule needs no
 * guards, whatever the shape of the document.
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
import { type PlacedUrl, questionableUrls } from './url.ts';

/** A node that passed the shape as far as it is there: every field may be missing. */
export interface Placed<T> {
  readonly node: Partial<T>;
  readonly path: Path;
}

/** An entry of `oauth_providers`. */
export interface PlacedProvider extends Placed<OAuthConfig> {
  readonly key: string;
}

/** An `oauth_config`, with the collection that it belongs to. */
export interface EmbeddedConfig extends Placed<OAuthConfig> {
  readonly collection: Placed<McpCollection>;
}

export interface PlacedList {
  readonly items: readonly string[];
  readonly path: Path;
}

/** The nodes of a document that rules ask for. */
export interface Nodes {
  /** Without members when the document is of the other kind. */
  readonly manifest: Partial<Manifest>;
  readonly collections: readonly Placed<McpCollection>[];
  /** Those of the Tools SDK as well, in manifest order. */
  readonly allCollections: readonly Placed<McpCollection | SdkCollection>[];
  readonly providers: readonly PlacedProvider[];
  readonly embeddedConfigs: readonly EmbeddedConfig[];
  /** Providers and embedded configurations: the same fields. */
  readonly oauthConfigs: readonly Placed<OAuthConfig>[];
  /** Without members when the document is of the other kind. */
  readonly server: Partial<McpServer>;
  readonly serverAuth: Partial<ServerAuthFields>;
}

export interface RuleContext extends Nodes {
  readonly kind: DocumentKind;
  /** Whether the shape of the document has faults. */
  readonly isMisshapen: boolean;
  /** The whole value as it was read, for rules that look at everything. */
  readonly value: unknown;
  /** Where secrets are. No other member holds one of them, so that no message can show it. */
  readonly secrets: readonly SecretPlace[];
  /** The URLs that requests go to and that a rule may have something to say about. */
  readonly questionableUrls: readonly PlacedUrl[];
  /** Every list of OAuth scopes. */
  readonly scopeLists: readonly PlacedList[];
}

/** What rules are asked about: a rule names the kind, and is given each part of it. */
export interface Parts {
  /** The whole document, whatever its kind. */
  readonly document: RuleContext;
  readonly manifest: RuleContext;
  /** For what only a manifest can have whose shape has faults. */
  readonly misshapenManifest: RuleContext;
  readonly server: RuleContext;
  readonly collection: Placed<McpCollection>;
  readonly anyCollection: Placed<McpCollection | SdkCollection>;
  readonly oauthConfig: Placed<OAuthConfig>;
  readonly scopeList: PlacedList;
  readonly url: PlacedUrl;
}

/** Makes the context of a document whose value is an object. */
export function ruleContext(
  document: Document,
  shape: readonly ShapeFinding[],
  isToldOfMisspelt: boolean,
): RuleContext {
  const { kind, value } = document;
  const secrets = secretPlaces(document);
  const told = isToldOfMisspelt ? shape : shape.filter(({ code }) => code !== 'unknown-field');
  const sound = dropInvalid(value, told, secrets);
  const isManifest = kind === 'app-manifest';
  const nodes = nodesOf(isManifest ? (sound as Manifest) : {}, isManifest ? {} : (sound as McpServer));
  const { manifest, collections, allCollections, providers, embeddedConfigs, oauthConfigs, server, serverAuth } = nodes;
  // Listed instead of spread: V8 would make every context anew of a shape of its own, and all rules slow.
  return {
    kind,
    isMisshapen: shape.length > 0,
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
    questionableUrls: questionableUrls(nodes),
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
    misshapenManifest: context.isMisshapen ? manifest : [],
    server: context.kind === 'mcp-server' ? document : [],
    collection: context.collections,
    anyCollection: context.allCollections,
    oauthConfig: context.oauthConfigs,
    scopeList: context.scopeLists,
    url: context.questionableUrls,
  };
}

function nodesOf(manifest: Partial<Manifest>, server: Partial<McpServer>): Nodes {
  const collections: Placed<McpCollection>[] = [];
  const allCollections: Placed<McpCollection | SdkCollection>[] = [];
  const embeddedConfigs: EmbeddedConfig[] = [];
  const providers: PlacedProvider[] = [];
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

function isMcp(collection: Placed<McpCollection | SdkCollection>): collection is Placed<McpCollection> {
  return collection.node.type !== 'vertesia_sdk';
}

function scopeListsOf({ collections, oauthConfigs, serverAuth }: Nodes): PlacedList[] {
  const lists: PlacedList[] = [];
  for (const { node, path } of collections) {
    if (node.oauth_scopes) lists.push({ items: node.oauth_scopes, path: [...path, 'oauth_scopes'] });
  }
  for (const { node, path } of oauthConfigs) {
    if (node.default_scopes) lists.push({ items: node.default_scopes, path: [...path, 'default_scopes'] });
  }
  if (serverAuth.scopes) lists.push({ items: serverAuth.scopes, path: ['config', 'auth', 'scopes'] });
  return lists;
}
