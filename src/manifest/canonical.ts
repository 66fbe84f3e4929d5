/** The canonical form of a manifest: the same text for all manifests that install the same. It is hashed and pinned. */
import type { Manifest, OAuthConfig } from './types.ts';

/**
 * JSON text without white space: names sorted by code unit, defaults filled in, and without the fields that only an export
 * of the platform or an editor adds. Lists keep their order, since the order of scopes and collections has a meaning.
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

/** PKCE belongs to the authorization code grant alone. */
function withDefaults(config: OAuthConfig): OAuthConfig {
  if (config.grant_type === 'client_credentials') return config;
  return { grant_type: 'authorization_code', use_pkce: true, ...config };
}

/** `JSON.stringify` with sorted names. It writes numbers and texts as RFC 8785 says. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
