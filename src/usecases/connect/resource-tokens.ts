/** One consent, a token for each resource: RFC 8707, section 2.2, as far as the authorization server goes along. */
import type { OAuthClient } from '../../oauth/client.ts';
import { refresh } from '../../oauth/grants.ts';
import { isTokenError, type TokenResponse } from '../../oauth/token-response.ts';
import type { Fetch, Ports } from '../../ports/index.ts';
import type { Provider } from '../../records.ts';
import type { Preparation } from './prepare.ts';

export interface ResourceToken {
  /** `''`: for all that the consent covers. */
  readonly resource: string;
  readonly response: TokenResponse;
}

/** What tokens are asked for: each resource once; none where the provider rejects the parameter. */
export function wantedResources({ provider, resources }: Pick<Preparation, 'provider' | 'resources'>): string[] {
  if (provider.resourceParameter === 'omit') return [];
  return [...new Set(resources.map(({ resource }) => resource))].filter(Boolean);
}

/** Remembers that the provider rejects `resource`, so that it is not sent again. */
export async function withoutResources(
  provider: Provider,
  { state, progress }: Pick<Ports, 'state' | 'progress'>,
): Promise<Provider> {
  progress.note('The authorization server rejects the resource parameter; asking again without it.');
  const without: Provider = { ...provider, resourceParameter: 'omit' };
  await state.write((tables) => tables.providers.save(without));
  return without;
}

/**
 * `first` is the answer to the code, asked for the first resource. Every further one is asked for by refreshing.
 * Where that is refused, the first token is for all, and nothing more is asked: a server that rotates may have used
 * up the refresh token with the refusal, and takes its next use for theft. The last refresh token is in the last
 * response.
 */
export async function tokensForResources(
  client: OAuthClient,
  first: TokenResponse,
  resources: readonly string[],
  fetch: Fetch,
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

/** `invalid_target`, or a server that calls the parameter itself invalid. */
export function isResourceRejection(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || !('details' in thrown)) return false;
  const { error, error_description: description } = thrown.details as Record<string, unknown>;
  if (error === 'invalid_target' || isTokenError(thrown, 'invalid_target')) return true;
  return error === 'invalid_request' && /\bresource\b/i.test(String(description));
}
