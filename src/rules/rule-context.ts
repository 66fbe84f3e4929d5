/** What the checks of rules are given: the nodes of a document, what was derived from them, and the parts of each kind. */
import type { Document, DocumentKind } from '../manifest/document.ts';
import { type SecretPlace, secretPlaces } from '../manifest/secret-places.ts';
import type { ShapeFinding } from '../manifest/shape.ts';
import type { Manifest, McpCollection, McpServer, OAuthConfig, SdkCollection } from '../manifest/types.ts';
import { dropInvalid } from './drop-invalid.ts';
import { type ListWithPath, type Nodes, type NodeWithPath, nodesOf } from './nodes.ts';
import { type UrlWithPath, urlsToCheck } from './url.ts';

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
