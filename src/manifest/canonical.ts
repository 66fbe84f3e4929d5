/** The canonical form of a manifest: equal texts for manifests that install the same. What is pinned, and hashed. */
import type { Manifest, OAuthConfig } from './types.ts';

/**
 * JSON text without white space: names sorted by code unit, defaults filled in, and without what an export of the
 * platform adds or an editor needs. Order in lists is kept, since the order of scopes and collections has meaning.
 */
export function canonicalManifest(manifest: Manifest): string {
  const kept = Object.entries(manifest).filter(([name]) => !WITHOUT_MEANING.has(name));
  return canonicalJson({ ...Object.fromEntries(kept), ...filled(manifest) });
}

const WITHOUT_MEANING = new Set(['$schema', 'id', 'account', 'created_at', 'updated_at', 'edit_revision']);

function filled({ oauth_providers, tool_collections }: Manifest): Partial<Manifest> {
  return {
    ...(oauth_providers && {
      oauth_providers: Object.fromEntries(
        Object.entries(oauth_providers).map(([key, config]) => [key, withDefaults(config)]),
      ),
    }),
    ...(tool_collections && {
      tool_collections: tool_collections.map((collection) =>
        collection.type === 'mcp' && collection.oauth_config
          ? { ...collection, oauth_config: withDefaults(collection.oauth_config) }
          : collection,
      ),
    }),
  };
}

/** PKCE is a matter of the authorization code grant alone. */
function withDefaults(config: OAuthConfig): OAuthConfig {
  if (config.grant_type === 'client_credentials') return config;
  return { grant_type: 'authorization_code', use_pkce: true, ...config };
}

/** `JSON.stringify` with the names of every object in order. Numbers and texts are written as RFC 8785 has them. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
