/** What `--internal-listen` serves to whoever reaches it: metrics and health. It is for the network of the operator. */
import { yesOrNo } from '../gateway/public-pages.ts';
import type { HttpSite } from '../ports/index.ts';
import { pathOf } from './site.ts';

export interface InternalSiteOptions {
  readonly metricsPage: () => Promise<Response>;
  readonly isReady: () => Promise<boolean>;
}

export function createInternalSite({ metricsPage, isReady }: InternalSiteOptions): HttpSite {
  const answer = async (path: string): Promise<Response> => {
    if (path === '/metrics') return metricsPage();
    if (path === '/healthz') return yesOrNo(true);
    if (path === '/readyz') return yesOrNo(await isReady().catch(() => false));
    return new Response('Only /metrics, /healthz and /readyz are served here.\n', { status: 404 });
  };
  return { admit: async (head) => ({ response: await answer(pathOf(head)), isPublic: true }) };
}
