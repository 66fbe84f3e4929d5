/** The redirect URI that a client is registered with before anybody consents. */
import type { Ports } from '../ports/index.ts';
import type { Provider } from '../records.ts';

/** That of the server; or, without one, of a loopback port that is free now, where `connect` listens again. */
export async function redirectUriFor(
  provider: Pick<Provider, 'project' | 'name'>,
  { redirects }: Pick<Ports, 'redirects'>,
): Promise<string> {
  const fixed = redirects.fixed?.(provider);
  if (fixed !== undefined) return fixed;
  const listener = await redirects.listen({});
  await listener.close();
  return listener.redirectUri;
}
