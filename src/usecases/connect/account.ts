/** The account that a person consented with, as a name to show. */
import { askName, isCurrent } from '../../oauth/id-token.ts';
import type { TokenResponse } from '../../oauth/token-response.ts';
import type { Ports } from '../../ports/index.ts';
import type { Provider } from '../../records.ts';

/**
 * Reads the ID token, and the userinfo endpoint where the ID token has only an identifier. Never guesses and never throws
 * a refusal.
 */
export async function accountOf(
  provider: Provider,
  response: TokenResponse | undefined,
  { network, clock }: Pick<Ports, 'network' | 'clock'>,
): Promise<string | undefined> {
  const { person, accessToken, tokenType } = response ?? {};
  if (person === undefined || !isCurrent(person, clock.now())) return undefined;
  if (person.name !== undefined) return person.name;
  const endpoint = provider.endpoints.userinfo?.value;
  if (endpoint === undefined || accessToken === undefined || tokenType === 'dpop') return person.subject;
  const towards = provider.endpoints.token?.value ?? endpoint;
  return (
    (await askName(endpoint, { accessToken, subject: person.subject }, network.towards(towards).fetch)) ??
    person.subject
  );
}
