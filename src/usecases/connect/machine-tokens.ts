/** Tokens that nobody is asked for: of a client of its own right, or for an assertion; one for each resource. */
import { assertionGrant, exchangeIdToken } from '../../oauth/assertion.ts';
import type { OAuthClient } from '../../oauth/client.ts';
import { clientCredentials, type GrantWish } from '../../oauth/grants.ts';
import type { TokenResponse } from '../../oauth/token-response.ts';
import type { Fetch } from '../../ports/index.ts';
import type { TerminalPorts } from '../../ports/person.ts';
import type { AssertionSource, Provider } from '../../records.ts';
import type { ResourceToken } from './resource-tokens.ts';

export async function machineTokens(
  provider: Provider,
  client: OAuthClient,
  resources: readonly string[],
  scopes: readonly string[],
  fetch: Fetch,
  ports: Pick<TerminalPorts, 'references' | 'network'>,
): Promise<ResourceToken[]> {
  const tokens: ResourceToken[] = [];
  for (const resource of new Set(resources.length > 0 ? resources : [''])) {
    const wish = { resource, scopes };
    const response = provider.assertion
      ? await tokenForAssertion(provider.assertion, client, wish, fetch, ports)
      : await clientCredentials(client, wish, fetch);
    tokens.push({ resource, response });
  }
  return tokens;
}

async function tokenForAssertion(
  { reference, exchange }: AssertionSource,
  client: OAuthClient,
  wish: GrantWish,
  fetch: Fetch,
  { references, network }: Pick<TerminalPorts, 'references' | 'network'>,
): Promise<TokenResponse> {
  const given = await references.resolve(reference);
  if (exchange === undefined) return assertionGrant(client, given, wish, fetch);
  const leg = network.towards(exchange.tokenEndpoint);
  const audience = client.server.issuer;
  const assertion = await exchangeIdToken(exchange, given, { audience, ...wish }, leg.fetch);
  return assertionGrant(client, assertion, wish, fetch);
}
