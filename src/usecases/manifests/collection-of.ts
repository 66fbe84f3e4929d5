/** From what was discovered of a server to a collection for a manifest. Pure. */
import { printable } from '../../printable.ts';
import { type Discovered, scopesOf } from '../../providers/discover.ts';

export type CollectionAuth = Readonly<Record<string, unknown>> & { readonly auth?: 'oauth' | 'api_key' };

/** Returns a collection for `tool_collections` that passes `validate`. */
export function collectionOf(discovered: Discovered): object {
  const { url } = discovered;
  const words = new URL(url).hostname.toLowerCase().match(/[a-z0-9]+/g) ?? ['server'];
  const id = /^[a-z]/.test(words[0] ?? '') ? words.join('_') : `server_${words.join('_')}`;
  const name = displayName(discovered) ?? new URL(url).host;
  return {
    type: 'mcp',
    id: id.slice(0, 63).replace(/_$/, ''),
    url,
    name,
    description: `Tools of ${name}.`,
    namespace: id.slice(0, 31).replace(/_$/, ''),
    ...authOf(discovered),
  };
}

/** The name that the server gives itself, when a manifest may have such a name. */
export function displayName({ probe }: Discovered): string | undefined {
  const info = probe.requiresAuth === false ? probe.identity?.serverInfo : undefined;
  const name = (info?.title ?? info?.name)?.trim();
  return name && name.length <= 60 && printable(name) === name ? name : undefined;
}

/** The authorization of the server as fields of a manifest. Empty when it needs none, or when discovery concluded nothing. */
export function authOf(discovered: Discovered): CollectionAuth {
  const { recommended, discovery } = discovered;
  const scopes = scopesOf(discovered) ?? [];
  const withScopes = scopes.length > 0 && { default_scopes: [...new Set(scopes)] };
  switch (recommended) {
    case undefined:
    case 'none':
      return {};
    case 'token':
      return { auth: 'api_key', api_key_config: { required_at_install: true } };
    case 'oauth_client_credentials': {
      const required_at_install = ['client_id', 'client_secret'];
      return { auth: 'oauth', oauth_config: { grant_type: 'client_credentials', required_at_install, ...withScopes } };
    }
    default: {
      // Where `connect` can register a client, the manifest has to say no more.
      const { server } = discovery ?? {};
      if (server?.endpoints.registration || server?.clientIdMetadataDocument) return { auth: 'oauth' };
      const isPublic = recommended === 'oauth_authorization_code_public_pkce';
      const required_at_install = isPublic ? ['client_id'] : ['client_id', 'client_secret'];
      return { auth: 'oauth', oauth_config: { grant_type: 'authorization_code', required_at_install, ...withScopes } };
    }
  }
}
