/** Tokens without a person: client credentials (RFC 6749, section 4.4), or an assertion (RFC 7523); one for each resource. */
import { assertionGrant, exchangeIdToken } from '../../oauth/assertion.ts';
import { clientCredentials, type GrantWish } from '../../oauth/grants.ts';
import type { TokenResponse } from '../../oauth/token-response.ts';
import type { Ports } from '../../ports/index.ts';
import type { AuthorizedBy } from './authorization-code-grant.ts';
import type { Assertion } from './input.ts';
import type { ResourceToken } from './resource-tokens.ts';

export interface MachineGrant extends AuthorizedBy {
  readonly resources: readonly string[];
  readonly scopes: readonly string[];
  /** Without one, the client asks with its own credentials. */
  readonly assertion?: Assertion;
}

export async function machineTokens(
  { resources, scopes, assertion, ...by }: MachineGrant,
  ports: Pick<Ports, 'network'>,
): Promise<ResourceToken[]> {
  const tokens: ResourceToken[] = [];
  for (const resource of new Set(resources.length > 0 ? resources : [''])) {
    const wish = { resource, scopes };
    const response = assertion
      ? await tokenForAssertion({ ...assertion, wish }, by, ports)
      : await clientCredentials(by.client, wish, by.fetch);
    tokens.push({ resource, response });
  }
  return tokens;
}

async function tokenForAssertion(
  { source: { exchange }, token, wish }: Assertion & { readonly wish: GrantWish },
  { client, fetch }: AuthorizedBy,
  { network }: Pick<Ports, 'network'>,
): Promise<TokenResponse> {
  if (exchange === undefined) return assertionGrant(client, { assertion: token, ...wish }, fetch);
  const audience = client.server.issuer;
  const towardsIssuer = network.towards(exchange.tokenEndpoint);
  const assertion = await exchangeIdToken(exchange, { idToken: token, audience, ...wish }, towardsIssuer.fetch);
  return assertionGrant(client, { assertion, ...wish }, fetch);
}
