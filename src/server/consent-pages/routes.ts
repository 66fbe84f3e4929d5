/** Which page a path means. The names of projects and providers are in it, each segment encoded. Pure. */
import type { ProviderAddress } from '../../usecases/connect/hosted/addresses.ts';

export type ConsentRoute =
  | { readonly is: 'connect'; readonly connectId: string }
  | { readonly is: 'callback'; readonly address: ProviderAddress }
  | { readonly is: 'client-metadata'; readonly address: ProviderAddress };

/** A proxy may pass the path of the public URL on, or take it away. */
export function consentRoute(pathname: string, publicUrl: string): ConsentRoute | undefined {
  const prefix = new URL(publicUrl).pathname.replace(/\/+$/, '');
  const path = prefix !== '' && pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : pathname;
  const [, room = '', ...segments] = path.split('/');
  if (room === 'connect') {
    const [connectId = '', ...more] = segments;
    return more.length === 0 ? { is: 'connect', connectId } : undefined;
  }
  if (room === 'callback') {
    const address = addressOf(segments);
    return address && { is: 'callback', address };
  }
  const last = segments.at(-1);
  if (room !== 'oauth-client' || last === undefined || !last.endsWith('.json')) return undefined;
  const address = addressOf([...segments.slice(0, -1), last.slice(0, -'.json'.length)]);
  return address && { is: 'client-metadata', address };
}

function addressOf(segments: readonly string[]): ProviderAddress | undefined {
  const [project, ...names] = segments.map(decoded);
  if (!project || names.length === 0 || names.some((name) => !name || name.includes('/'))) return undefined;
  return { project, provider: names.join('/') };
}

/** Undefined for what is no encoded text. */
function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
