/** A token for each resource from one consent (RFC 8707, section 2.2), as far as the authorization server supports it. */
import { refresh } from '../../oauth/grants.ts';
import { isTokenError, type TokenResponse } from '../../oauth/token-response.ts';
import type { Ports } from '../../ports/index.ts';
import type { AuthorizedBy } from './authorization-code-grant.ts';
import type { Preparation } from './prepare.ts';

export interface ResourceToken {
  /** `''` for a token that is good for everything that the consent covers. */
  readonly resource: string;
  readonly response: TokenResponse;
}

/** The resources to ask for, each once. None where the provider rejects the parameter. */
export function wantedResources({ provider, resources }: Pick<Preparation, 'provider' | 'resources'>): string[] {
  if (provider.resourceParameter === 'omit') return [];
  return [...new Set(resources.map(({ resource }) => resource))].filter(Boolean);
}

/** Stores that the provider rejects the parameter `resource`, so that it is not sent again. */
export async function withoutResources(
  providerId: string,
  { state, progress }: Pick<Ports, 'state' | 'progress'>,
): Promise<void> {
  progress.note('The authorization server rejects the resource parameter; asking again without it.');
  await state.write(async (tables) => {
    const provider = await tables.providers.get(providerId);
    if (provider) await tables.providers.save({ ...provider, resourceParameter: 'omit' });
  });
}

/**
 * Gets the token for each further resource with a refresh. When the server refuses one, the first token is used for all
 * resources and no more are asked for: a server that rotates may have used up the refresh token with its refusal, and
 * would take the next use for theft. The last response has the current refresh token.
 *
 * @param first The response for the first resource.
 */
export async function tokensForResources(
  { client, fetch }: AuthorizedBy,
  first: TokenResponse,
  resources: readonly string[],
): Promise<ResourceToken[]> {
  const [own = '', ...others] = [...new Set(resources)];
  if (others.length === 0) return [{ resource: own, response: first }];
  if (first.refreshToken === undefined) return [{ resource: '', response: first }];
  const tokens: ResourceToken[] = [{ resource: own, response: first }];
  let refreshToken = first.refreshToken;
  for (const resource of others) {
    try {
      const response = await refresh(client, refreshToken, { resource }, fetch);
      refreshToken = response.refreshToken ?? refreshToken;
      tokens.push({ resource, response: { ...response, refreshToken } });
    } catch (thrown) {
      if (!isResourceRejection(thrown)) throw thrown;
      return [{ resource: '', response: { ...first, refreshToken } }];
    }
  }
  return tokens;
}

/** Whether the error is `invalid_target`, or the server calls the parameter itself invalid. */
export function isResourceRejection(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || !('details' in thrown)) return false;
  const { error, error_description: description } = thrown.details as Record<string, unknown>;
  if (error === 'invalid_target' || isTokenError(thrown, 'invalid_target')) return true;
  return error === 'invalid_request' && /\bresource\b/i.test(String(description));
}
