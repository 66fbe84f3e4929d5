/** What anybody may ask: whether the process lives, whether it can serve, and what the API is. */
import { yesOrNo } from '../gateway/public-pages.ts';
import type { RequestHead } from '../ports/index.ts';
import type { ConsentPages } from './consent-pages/consent-pages.ts';
import { html, type Page, pageResponse } from './consent-pages/page.ts';
import { consentRoute } from './consent-pages/routes.ts';
import type { AnyRoute, ServerSettings } from './route.ts';
import type { PublicAnswer } from './site.ts';

export interface PagesOptions {
  /** Answers for people who consent in a browser. */
  readonly consentPages: ConsentPages;
  readonly settings: ServerSettings;
  readonly routes: readonly AnyRoute[];
  readonly isReady: () => Promise<boolean>;
}

export function createPages({ settings, routes, isReady, consentPages }: PagesOptions) {
  return (path: string, { method }: Pick<RequestHead, 'method'>): PublicAnswer | undefined => {
    if (consentRoute(path, settings.publicUrl))
      return async (request) => (await consentPages(request)) ?? yesOrNo(false);
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    if (path === '/login') return async () => pageResponse(loginPage(settings.publicUrl));
    if (path === '/connected') return async () => pageResponse(connectedPage());
    if (path === '/healthz') return async () => yesOrNo(true);
    if (path === '/readyz') return async () => yesOrNo(await isReady().catch(() => false));
    if (path === '/openapi.json') {
      return async () => {
        const { openApiDocument } = await import('./openapi.ts');
        return Response.json(openApiDocument(routes, settings));
      };
    }
    return undefined;
  };
}

/** A link is used up by a POST alone: what opens links to look at them uses up nothing. */
function loginPage(publicUrl: string): Page {
  return {
    status: 200,
    tone: 'calm',
    title: 'A link to sign in',
    content: html`<p>What follows # in the address of this page is good once, for fifteen minutes. A program exchanges it for a token
that is yours:</p>
<p><code>curl --json '{"link":"mcpo_..."}' ${publicUrl}/api/v1/login</code></p>`,
  };
}

/** Where a browser is sent that has to consent to nothing. */
function connectedPage(): Page {
  return {
    status: 200,
    tone: 'good',
    title: 'Connected',
    content: html`<p>This server needs no consent of yours. You can close this window.</p>`,
  };
}
