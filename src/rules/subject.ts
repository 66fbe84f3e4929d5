/**
 * What the rules are given of a document: only nodes of the right type, each with its path. So a rule needs no
 * guards, whatever the shape of the document.
 */
import type { Path } from '../diagnostic.ts';
import type { Document, DocumentKind } from '../manifest/document.ts';
import { type SecretPlace, secretPlaces } from '../manifest/secretplaces.ts';
import type { ShapeFinding } from '../manifest/shape.ts';
import type {
  Manifest,
  McpCollection,
  McpServer,
  OAuthConfig,
  SdkCollection,
  ServerAuthFields,
} from '../manifest/types.ts';

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

export interface PlacedText {
  readonly text: string;
  readonly path: Path;
}

export interface PlacedList {
  readonly items: readonly string[];
  readonly path: Path;
}

/** The nodes of a document that rules ask for. */
interface Nodes {
  /** Without members when the document is of the other kind. */
  readonly manifest: Partial<Manifest>;
  readonly collections: readonly Placed<McpCollection>[];
  readonly sdkCollections: readonly Placed<SdkCollection>[];
  readonly providers: readonly PlacedProvider[];
  readonly embeddedConfigs: readonly EmbeddedConfig[];
  /** Providers and embedded configurations: the same fields. */
  readonly oauthConfigs: readonly Placed<OAuthConfig>[];
  /** Without members when the document is of the other kind. */
  readonly server: Partial<McpServer>;
  readonly serverAuth: Partial<ServerAuthFields>;
}

export interface Subject extends Nodes {
  readonly kind: DocumentKind;
  /** The whole value as it was read, for rules that look at everything. */
  readonly value: unknown;
  /** Where secrets are. No other member holds one of them, so that no message can show it. */
  readonly secrets: readonly SecretPlace[];
  /** Every URL that requests go to, as written. */
  readonly urls: readonly PlacedText[];
  /** Every list of OAuth scopes. */
  readonly scopeLists: readonly PlacedList[];
}

/** Makes the subject of a document whose value is an object. */
export function subjectOf({ kind, value }: Document, shape: readonly ShapeFinding[]): Subject {
  const secrets = secretPlaces(kind, value);
  const sound = withoutFaults(value, shape, secrets);
  const manifest: Partial<Manifest> = kind === 'app-manifest' ? (sound as Manifest) : {};
  const server: Partial<McpServer> = kind === 'mcp-server' ? (sound as McpServer) : {};
  const collections: Placed<McpCollection>[] = [];
  const sdkCollections: Placed<SdkCollection>[] = [];
  const embeddedConfigs: EmbeddedConfig[] = [];
  for (const [index, node] of (manifest.tool_collections ?? []).entries()) {
    if (node === undefined) continue;
    const path = ['tool_collections', index];
    if (node.type === 'vertesia_sdk') {
      sdkCollections.push({ node, path });
      continue;
    }
    const collection = { node, path };
    collections.push(collection);
    if (node.oauth_config)
      embeddedConfigs.push({ node: node.oauth_config, path: [...path, 'oauth_config'], collection });
  }
  const providers = Object.entries(manifest.oauth_providers ?? {})
    .filter(([, node]) => node !== undefined)
    .map(([key, node]) => ({ key, node, path: ['oauth_providers', key] }));
  const oauthConfigs = [...providers, ...embeddedConfigs];
  const serverAuth: Partial<ServerAuthFields> = server.config?.auth ?? {};
  const nodes = { manifest, collections, sdkCollections, providers, embeddedConfigs, oauthConfigs, server, serverAuth };
  return {
    kind,
    value,
    secrets,
    ...nodes,
    urls: [...urlsOf(nodes)],
    scopeLists: [...scopeListsOf(nodes)],
  };
}

function* urlsOf({ manifest, collections, sdkCollections, oauthConfigs, server, serverAuth }: Nodes) {
  yield* textsOf(manifest, [], ['endpoint']);
  yield* textsOf(manifest.endpoint_overrides ?? {}, ['endpoint_overrides']);
  for (const { node, path } of sdkCollections) yield* textsOf(node, path, ['url']);
  for (const { node, path } of collections) yield* textsOf(node, path, ['url']);
  for (const { node, path } of oauthConfigs) yield* textsOf(node, path, OAUTH_ENDPOINTS);
  yield* textsOf(server.config ?? {}, ['config'], ['endpoint']);
  yield* textsOf(serverAuth, ['config', 'auth'], ['auth_url', 'token_url', 'register_url']);
}

const OAUTH_ENDPOINTS = ['authorization_endpoint', 'token_endpoint', 'revocation_endpoint'];

/** The texts among the named members, or among all; an empty text is none. */
function* textsOf(node: object, path: Path, names: readonly string[] = Object.keys(node)): Iterable<PlacedText> {
  for (const name of names) {
    const text = (node as Record<string, unknown>)[name];
    if (typeof text === 'string' && text !== '') yield { text, path: [...path, name] };
  }
}

function* scopeListsOf({ collections, oauthConfigs, serverAuth }: Nodes): Iterable<PlacedList> {
  for (const { node, path } of collections) {
    if (node.oauth_scopes) yield { items: node.oauth_scopes, path: [...path, 'oauth_scopes'] };
  }
  for (const { node, path } of oauthConfigs) {
    if (node.default_scopes) yield { items: node.default_scopes, path: [...path, 'default_scopes'] };
  }
  if (serverAuth.scopes) yield { items: serverAuth.scopes, path: ['config', 'auth', 'scopes'] };
}

/**
 * The value with `undefined` in place of every node of the wrong type or value, and of every secret: such a field is
 * there, so no rule calls it missing, but nobody has to deal with it. A list of texts with such an item goes as a
 * whole, and what stands under a secret name goes with the name.
 */
function withoutFaults(value: unknown, shape: readonly ShapeFinding[], secrets: readonly SecretPlace[]): unknown {
  const faulty = shape.filter(({ code }) => code === 'wrong-type' || code === 'invalid-value');
  if (faulty.length === 0 && secrets.length === 0) return value;
  const sound = structuredClone(value);
  for (const { path } of [...faulty, ...secrets]) {
    const isListItem = typeof path.at(-1) === 'number' && path.at(-2) !== 'tool_collections';
    remove(sound, isListItem ? path.slice(0, -1) : path);
  }
  return sound;
}

function remove(root: unknown, path: Path): void {
  let parent = root as Record<string | number, unknown> | undefined;
  for (const step of path.slice(0, -1)) {
    if (!parent || !Object.hasOwn(parent, step)) return;
    parent = parent[step] as typeof parent;
  }
  const last = path.at(-1);
  if (parent && last !== undefined && Object.hasOwn(parent, last)) parent[last] = undefined;
}
