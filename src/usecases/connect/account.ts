/** Which account a consent was given with, for people to read. */
import { askName } from '../../oauth/id-token.ts';
import type { TokenResponse } from '../../oauth/token-response.ts';
import type { Ports } from '../../ports/index.ts';
import type { Provider } from '../../records.ts';

/** By the ID token; where that has only an identifier, by the userinfo endpoint. Never a guess, and never a refusal. */
export async function accountOf(
  provider: Provider,
  response: TokenResponse | undefined,
  { network }: Pick<Ports, 'network'>,
): Promise<string | undefined> {
  const { person, accessToken, tokenType } = response ?? {};
  if (person === undefined || person.name !== undefined) return person?.name;
  const endpoint = provider.endpoints.userinfo?.value;
  if (endpoint === undefined || accessToken === undefined || tokenType === 'dpop') return person.subject;
  const towards = provider.endpoints.token?.value ?? endpoint;
  return (await askName(endpoint, accessToken, person, network.towards(towards).fetch)) ?? person.subject;
}
