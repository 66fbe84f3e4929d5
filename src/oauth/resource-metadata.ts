/** Protected resource metadata: RFC 9728, and where MCP looks for it. */
import { canParseUrl } from '../can-parse-url.ts';
import type { Challenge } from './challenge.ts';
import { type Discoverer, faulty, readDocument } from './document.ts';
import { strings, text } from './json.ts';
import { covers } from './resource.ts';

export interface ResourceMetadata {
  /** Where it was read. */
  readonly url: string;
  /** Exactly as published: the value of `resource` in requests. */
  readonly resource: string;
  readonly authorizationServers: readonly string[];
  readonly scopesSupported?: readonly string[];
  readonly dpopRequired: boolean;
}

/**
 * Reads the URL of the challenge, else the well-known places one after another. Returns undefined when there is no
 * document (2025-03-26).
 * @throws Refusal resource-metadata-invalid, resource-mismatch
 */
export async function discoverResourceMetadata(
  serverUrl: string,
  challenge: Challenge | undefined,
  discoverer: Discoverer,
): Promise<ResourceMetadata | undefined> {
  for (const url of resourceMetadataUrls(serverUrl, challenge)) {
    const document = await readDocument(url, discoverer, 'resource-metadata-invalid');
    if (document === undefined) continue;
    const resource = text(document.resource);
    if (resource === undefined) throw faulty('resource-metadata-invalid', url, 'It has no resource.');
    if (!covers(resource, serverUrl)) {
      throw faulty('resource-mismatch', url, `It describes ${resource}, and we asked for ${serverUrl}.`);
    }
    const authorizationServers = strings(document.authorization_servers) ?? [];
    if (authorizationServers.length === 0) {
      throw faulty('resource-metadata-invalid', url, 'It names no authorization server.');
    }
    return {
      url,
      resource,
      authorizationServers,
      scopesSupported: strings(document.scopes_supported),
      dpopRequired: document.dpop_bound_access_tokens_required === true,
    };
  }
  return undefined;
}

/** Section 3.1 puts the well-known part between host and path; MCP then tries the root. */
export function resourceMetadataUrls(serverUrl: string, challenge: Challenge | undefined): string[] {
  const { origin, pathname, search } = new URL(serverUrl);
  const wellKnown = `${origin}/.well-known/oauth-protected-resource`;
  const path = pathname === '/' ? '' : pathname;
  const named = challenge?.parameters.get('resource_metadata');
  const all = [named !== undefined && canParseUrl(named) ? named : [], `${wellKnown}${path}${search}`, wellKnown];
  return [...new Set(all.flat())];
}
