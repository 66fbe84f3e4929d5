/**
 * The pages of people who consent in a browser. All addresses follow from the public URL, never from the request.
 *
 * GET of a link changes and sets nothing, since scanners open links. Its button binds the browser and sends it on.
 */
import type { Caller } from '../../identity/caller.ts';
import { Refusal } from '../../refusal.ts';
import { callbackUri, clientMetadata } from '../../usecases/connect/hosted/addresses.ts';
import { type FinishedConsent, finishConsent } from '../../usecases/connect/hosted/finish-consent.ts';
import type { HostedPorts } from '../../usecases/connect/hosted/request-consent.ts';
import { startConsent } from '../../usecases/connect/hosted/start-consent.ts';
import { viewConsent } from '../../usecases/connect/hosted/view-consent.ts';
import { beginPage, otherHostPage, REGISTER_AGAIN } from './begin-page.ts';
import { bindingCookie, endedCookie, secretInCookie } from './cookie.ts';
import {
  codePage,
  endedPage,
  methodPage,
  otherBrowserPage,
  refusalPage,
  unknownPage,
  withConnectId,
} from './end-pages.ts';
import { type Page, pageResponse, redirectResponse } from './page.ts';
import { type ConsentRoute, consentRoute } from './routes.ts';

export interface ConsentPagesOptions {
  readonly publicUrl: string;
  readonly ports: HostedPorts;
  /** Whoever has a session cookie in this browser: a person in the console, or an end user of a web app. */
  readonly callerOfCookie?: (request: Request) => Promise<Caller | undefined>;
}

/** Returns undefined for a path of others. */
export type ConsentPages = (request: Request) => Promise<Response | undefined>;

export function createConsentPages(options: ConsentPagesOptions): ConsentPages {
  return async (request) => {
    const route = consentRoute(new URL(request.url).pathname, options.publicUrl);
    if (route === undefined) return undefined;
    try {
      const response = await answer(route, request, options);
      return request.method === 'HEAD' ? new Response(null, response) : response;
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      return pageResponse(refusalPage(thrown));
    }
  };
}

async function answer(route: ConsentRoute, request: Request, options: ConsentPagesOptions): Promise<Response> {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  switch (route.is) {
    case 'client-metadata':
      return isRead ? Response.json(clientMetadata(options.publicUrl, route.address)) : pageResponse(methodPage('GET'));
    case 'callback':
      // A code is good once: only a person's own GET uses it up.
      if (request.method !== 'GET') return pageResponse(methodPage('GET'));
      return isPrefetch(request) ? pageResponse({ ...unknownPage(), status: 503 }) : finish(route, request, options);
    case 'connect':
      if (isRead) return show(route.connectId, options);
      return request.method === 'POST'
        ? start(route.connectId, request, options)
        : pageResponse(methodPage('GET, POST'));
  }
}

async function show(connectId: string, { publicUrl, ports }: ConsentPagesOptions): Promise<Response> {
  const view = await viewConsent(connectId, ports);
  if (view === undefined) return pageResponse({ ...unknownPage(), status: 404 });
  if (!view.isOver) return pageResponse(beginPage(view, publicUrl));
  const { row } = view;
  return pageResponse(endedPage(row.status === 'pending' ? { ...row, status: 'expired' } : row));
}

/** A form of another site gets the page: only the person presses its button. */
async function start(connectId: string, request: Request, options: ConsentPagesOptions): Promise<Response> {
  const { publicUrl, ports, callerOfCookie } = options;
  if (isFromElsewhere(request, publicUrl)) return show(connectId, options);
  const registerAgain = new URL(request.url).searchParams.has(REGISTER_AGAIN);
  const caller = await callerOfCookie?.(request);
  const started = await startConsent({ connectId, registerAgain, ...(caller && { caller }) }, ports);
  const cookie = bindingCookie(connectId, started.browserSecret, publicUrl);
  return redirectResponse(started.authorizationUrl, { 'set-cookie': cookie });
}

/** Our own form has the origin `null`, since our pages send no referrer (Fetch, section 3.2). */
function isFromElsewhere({ headers }: Request, publicUrl: string): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site !== 'same-origin' && site !== 'none';
  const origin = headers.get('origin');
  return origin !== null && origin !== 'null' && origin !== new URL(publicUrl).origin;
}

function isPrefetch({ headers }: Request): boolean {
  return ['sec-purpose', 'purpose'].some((name) => /prefetch|prerender|preview/i.test(headers.get(name) ?? ''));
}

async function finish(
  { address }: Extract<ConsentRoute, { is: 'callback' }>,
  request: Request,
  { publicUrl, ports, callerOfCookie }: ConsentPagesOptions,
): Promise<Response> {
  const cookies = request.headers.get('cookie');
  const caller = await callerOfCookie?.(request);
  const finished = await finishConsent(
    {
      query: new URL(request.url).searchParams,
      redirectUri: callbackUri(publicUrl, address),
      browserSecretOf: (connectId) => secretInCookie(connectId, publicUrl, cookies),
      ...(caller && { caller }),
    },
    ports,
  );
  return finishedResponse(finished, publicUrl);
}

async function finishedResponse(finished: FinishedConsent, publicUrl: string): Promise<Response> {
  switch (finished.is) {
    case 'unknown':
      return pageResponse(unknownPage());
    case 'other-browser':
      return pageResponse(otherBrowserPage(finished.row, finished.hasCookie, publicUrl));
    case 'asked': {
      const { hosts, authorizationUrl } = finished;
      return hosts ? pageResponse(otherHostPage(hosts, authorizationUrl)) : redirectResponse(authorizationUrl);
    }
    default:
      return lastResponse(finished, publicUrl);
  }
}

/** The browser keeps nothing of a consent that it has finished. */
async function lastResponse(
  finished: Extract<FinishedConsent, { is: 'verifying' | 'ended' }>,
  publicUrl: string,
): Promise<Response> {
  const { row } = finished;
  const { webApp, confirmAt, returnTo } = row.pending.consent.for;
  const { verify } = row.pending.consent;
  const headers = { 'set-cookie': endedCookie(row.id, publicUrl) };
  const show = (page: Page) => pageResponse({ ...page, headers });
  if (finished.is === 'ended') {
    const isBack = row.status === 'connected' && returnTo !== undefined;
    return isBack ? redirectResponse(withConnectId(returnTo, row.id), headers) : show(endedPage(row));
  }
  if (verify === 'web-app' && webApp?.verifyUrl !== undefined) {
    return redirectResponse(withConnectId(webApp.verifyUrl, row.id), headers);
  }
  if (verify === 'command-line' && confirmAt !== undefined) {
    const url = new URL(withConnectId(confirmAt, row.id));
    url.searchParams.set('code', finished.codes.code);
    return redirectResponse(url.href, headers);
  }
  return show(codePage(row, finished.codes));
}
