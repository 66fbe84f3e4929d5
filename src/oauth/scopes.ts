/** Which scopes to ask for: MCP authorization, "Scope selection strategy". */

export interface ScopeGrounds {
  /** The scope union of the provider, from manifest and installer. */
  readonly configured: readonly string[];
  /** The `scope` of the challenge. */
  readonly challenged?: readonly string[];
  readonly resourceSupports?: readonly string[];
  readonly serverSupports?: readonly string[];
  /** Granted before, demanded of a call since, or given with `--scope`. They are always requested. */
  readonly additional?: readonly string[];
}

/** An empty list means that no `scope` is sent, and the default of the server counts. */
export function selectScopes(grounds: ScopeGrounds): string[] {
  const { configured, challenged = [], resourceSupports = [], serverSupports = [], additional = [] } = grounds;
  if (configured.length > 0) return [...new Set([...configured, ...additional])];
  const found = challenged.length > 0 ? challenged : resourceSupports;
  const wanted = new Set([...found, ...additional]);
  // A refresh token is worth asking for, but a server that does not know the scope may refuse the whole request.
  if (serverSupports.includes(OFFLINE)) wanted.add(OFFLINE);
  else wanted.delete(OFFLINE);
  return [...wanted];
}

/**
 * The scopes of a token response. GitHub separates them by commas; a comma that is in a scope which was asked for stays in it
 * (RFC 6749, section 3.3, allows it there).
 */
export function grantedScopes(said: readonly string[], asked: readonly string[]): string[] {
  const mayHoldComma = asked.some((scope) => scope.includes(','));
  return mayHoldComma ? [...said] : said.flatMap((scope) => scope.split(',')).filter(Boolean);
}

export const OFFLINE = 'offline_access';
