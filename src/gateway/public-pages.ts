/**
 * What anybody may ask a gateway over HTTP: whether the process lives, whether it can serve, and where its authorization server
 * is. The answers are yes or no, and say nothing of what is served or of what is wrong.
 */
import type { RequestHead } from '../ports/index.ts';

export interface PublicPagesOptions {
  /** Whether requests of clients can be served now. */
  readonly isReady: () => Promise<boolean>;
}

/** Returns the response to a request that needs no token; undefined for every other. */
export type PublicPages = (path: string, head: Pick<RequestHead, 'method'>) => Promise<Response | undefined>;

export function createPublicPages({ isReady }: PublicPagesOptions): PublicPages {
  return async (path, { method }) => {
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    if (path === '/healthz') return yesOrNo(true);
    if (path === '/readyz') return yesOrNo(await isReady().catch(() => false));
    // The token is made by the gateway itself, so no authorization server could be named (RFC 9728, section 2).
    if (path.startsWith('/.well-known/')) return new Response('no\n', { status: 404, headers: HEADERS });
    return undefined;
  };
}

const HEADERS = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };

/** Says nothing of what is wrong. */
export const yesOrNo = (isSo: boolean) =>
  new Response(isSo ? 'yes\n' : 'no\n', { status: isSo ? 200 : 503, headers: HEADERS });
