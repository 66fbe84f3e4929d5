/** The scope union, with the origin of every scope. */
import type { McpCollection, OAuthConfig } from '../manifest/types.ts';
import type { ScopeWithOrigin } from '../records.ts';

/**
 * Unites `default_scopes`, the scopes of each collection that shares the provider in manifest order, and the scopes of
 * the installer. The first origin of a scope counts. Scopes are case-sensitive (RFC 6749, section 3.3).
 */
export function scopeUnion(
  config: OAuthConfig,
  users: readonly McpCollection[],
  installerScopes: readonly string[],
): ScopeWithOrigin[] {
  const all: ScopeWithOrigin[] = [
    ...from('default_scopes', config.default_scopes),
    ...users.flatMap((user) => from(user.id, user.oauth_scopes)),
    ...from('installer', installerScopes),
  ];
  const firsts = new Map<string, ScopeWithOrigin>();
  for (const each of all) if (!firsts.has(each.scope)) firsts.set(each.scope, each);
  return [...firsts.values()];
}

/** Reads scopes as people type them: separated by blanks or commas. */
export function parseScopes(text: string): string[] {
  return text.split(/[\s,]+/).filter((scope) => scope !== '');
}

function from(origin: string, scopes: readonly string[] = []): ScopeWithOrigin[] {
  return scopes.map((scope) => ({ scope, origin }));
}
