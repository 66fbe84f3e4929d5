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

/**
 * Where consents of a server come back to. People register it at the vendor before they install, so it is known before the
 * provider exists, and is the same after a reinstallation.
 *
 * @param publicUrl Without a slash at its end.
 */
export function serverRedirectUri(
  publicUrl: string,
  { project, name }: { readonly project: string; readonly name: string },
): string {
  return `${publicUrl}/callback/${encodeURIComponent(project)}/${encodeURIComponent(name)}`;
}
