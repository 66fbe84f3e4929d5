/** A server of ours whose people consent in browsers: the use cases and pages in this process, around a real database. */
import type { Caller } from '../../src/identity/caller.ts';
import type { State } from '../../src/ports/index.ts';
import { endUserPrincipal, keyPrincipal, localPrincipal, userOf } from '../../src/principal.ts';
import type { Server } from '../../src/records.ts';
import { createConsentPages } from '../../src/server/consent-pages/consent-pages.ts';
import { consentStatus } from '../../src/usecases/connect/hosted/consent-status.ts';
import { type RequestedConsent, requestConsent } from '../../src/usecases/connect/hosted/request-consent.ts';
import { type MovableClock, movableClock } from './clock.ts';
import { type Hostile, serverMetadata, startHostile, WELL_KNOWN } from './hostile.ts';
import { createPorts, type TestPorts } from './ports.ts';

export const PUBLIC_URL = 'http://127.0.0.1:7777';
export const ORIGIN = 'https://shop.example';
export const WEB_APP = {
  id: 'shop-1',
  project: 'default',
  name: 'shop',
  origins: [ORIGIN],
  verifyUrl: `${ORIGIN}/verify`,
  createdAt: 0,
  updatedAt: 0,
};

const RIGHTS = { project: 'default', rights: new Set(['connections.own'] as const) };

/** An end user of the web app, in a page of it. */
export const alice = endUser('alice');
export const mallory = endUser('mallory');

export function endUser(id: string): Caller {
  return {
    ...RIGHTS,
    principal: endUserPrincipal(WEB_APP.id, id),
    name: `${id} (shop)`,
    webAppId: WEB_APP.id,
    session: { hash: id, origin: ORIGIN, verify: 'opener', expiresAt: Number.MAX_SAFE_INTEGER },
  };
}

export const backend: Caller = {
  ...RIGHTS,
  principal: keyPrincipal('key-1'),
  name: 'key backend',
  webAppId: WEB_APP.id,
  keyId: 'key-1',
};

export function person(name: string): Caller {
  return { ...RIGHTS, principal: localPrincipal(name), name };
}

export interface Hosted {
  readonly server: Hostile;
  readonly ports: TestPorts;
  readonly clock: MovableClock;
  readonly publicUrl: string;
  readonly pages: ReturnType<typeof createConsentPages>;
  /** Begins a consent for the caller. */
  request(caller: Caller, changes?: Partial<RequestedConsent>): Promise<{ readonly id: string; readonly url: string }>;
  browser(): FakeBrowser;
  status(id: string, caller: Caller): Promise<string>;
  form(path: string): URLSearchParams[];
  paths(): string[];
  /** Everything that is stored of connections. */
  connections(): Promise<readonly string[]>;
  /** Whoever has a session in a browser of this name in its cookie `session`. */
  readonly sessions: Map<string, Caller>;
  close(): Promise<void>;
}

export interface HostedOptions {
  readonly publicUrl?: string;
  /** A database that another process may have opened as well. */
  readonly state?: State;
  readonly server?: Hostile;
  readonly clock?: MovableClock;
}

export async function startHosted(options: HostedOptions = {}): Promise<Hosted> {
  const { publicUrl = PUBLIC_URL, clock = movableClock() } = options;
  const server = options.server ?? (await startRevoking());
  const ports = await createPorts({ clock, ...(options.state && { state: options.state }) });
  const sessions = new Map<string, Caller>();
  const callerOfCookie = async (request: Request) => {
    const [, name = ''] = /session=(\w+)/.exec(request.headers.get('cookie') ?? '') ?? [];
    return sessions.get(name);
  };
  const pages = createConsentPages({ publicUrl, ports, callerOfCookie });
  await ports.state.write(async (tables) => {
    await tables.webApps.save(WEB_APP);
    if ((await tables.servers.get('s')) === undefined) await tables.servers.save(rowOf(server.url));
  });
  return {
    server,
    ports,
    clock,
    publicUrl,
    pages,
    sessions,
    async request(caller, changes = {}) {
      const verify = caller.session?.verify ?? 'none';
      const scope = { project: caller.project, user: userOf(caller.principal) };
      const webApp = caller.webAppId === undefined ? undefined : WEB_APP;
      const origin = caller.session?.origin;
      const requested: RequestedConsent = {
        target: 'srv',
        who: caller.name,
        webApp,
        origin,
        verify,
        publicUrl,
        ...changes,
      };
      const begun = await requestConsent(requested, scope, ports);
      if (!begun.requiresOauth) throw new Error('It needs no consent.');
      return { id: begun.connectId, url: begun.url };
    },
    browser: () => createBrowser(pages, { publicUrl, upstream: server.origin }),
    status: async (id, caller) => (await consentStatus(id, caller, ports)).status,
    form: (path) => server.asked.filter((one) => one.path === path).map(({ body }) => new URLSearchParams(body)),
    paths: () => server.asked.map(({ path }) => path),
    connections: async () =>
      (await ports.state.read((tables) => tables.connections.list('default'))).map(({ user }) => user),
    close: async () => void (await Promise.all([options.server ? undefined : server.close(), ports.remove()])),
  };
}

async function startRevoking(): Promise<Hostile> {
  const server = await startHostile();
  server.set({
    [WELL_KNOWN.server]: {
      body: { ...serverMetadata(server.origin), revocation_endpoint: `${server.origin}/revoke` },
    },
    '/revoke': { status: 200 },
  });
  return server;
}

export function rowOf(url: string): Server {
  const names = { name: 'srv', displayName: 'The Server', namespace: 'srv' };
  return { id: 's', project: 'default', ...names, url, auth: 'oauth', createdAt: 0, updatedAt: 0 };
}

export interface FakePage {
  /** Where the browser ended. */
  readonly url: string;
  /** 0 for an address of somebody else, which nobody answers here. */
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

export interface FakeBrowser {
  readonly cookies: Map<string, string>;
  open(url: string, init?: { readonly method?: string; readonly headers?: Record<string, string> }): Promise<FakePage>;
  /** Opens the link and presses its button. */
  consent(url: string): Promise<FakePage>;
  /** Presses a button of a page. */
  press(page: FakePage, which?: number): Promise<FakePage>;
}

/** Follows redirects, keeps cookies by the rules of their names, and runs no script. */
function createBrowser(
  pages: ReturnType<typeof createConsentPages>,
  { publicUrl, upstream }: { readonly publicUrl: string; readonly upstream: string },
): FakeBrowser {
  const cookies = new Map<string, string>();
  const ours = new URL(publicUrl).origin;
  const send = async (url: string, init: { method?: string; headers?: Record<string, string> }) => {
    if (new URL(url).origin === upstream) return fetch(url, { ...init, redirect: 'manual' });
    if (new URL(url).origin !== ours) return undefined;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    // The host that a proxy may send is not the public one.
    const request = new Request(url.replace(ours, 'http://internal:1'), {
      ...init,
      headers: { ...init.headers, ...(cookie && { cookie }) },
    });
    const response = await pages(request);
    for (const header of response?.headers.getSetCookie() ?? []) keep(header);
    return response;
  };
  const keep = (header: string) => {
    const [pair = '', ...attributes] = header.split('; ');
    const [name = '', value = ''] = pair.split('=');
    const isHttps = ours.startsWith('https:');
    if (attributes.includes('Secure') && !isHttps) return;
    if (name.startsWith('__Host-') && !(attributes.includes('Secure') && attributes.includes('Path=/'))) return;
    // Coming back from the authorization server is a navigation from another site.
    if (attributes.includes('SameSite=Strict')) return;
    if (attributes.includes('Max-Age=0')) cookies.delete(name);
    else cookies.set(name, value);
  };
  const browser: FakeBrowser = {
    cookies,
    async open(url, init = {}) {
      let next = url;
      for (let hop = 0; ; hop++) {
        const response = await send(next, hop === 0 ? init : {});
        if (response === undefined) return { url: next, status: 0, text: '', headers: new Headers() };
        const location = response.headers.get('location');
        if (location === null || hop > 10) {
          return { url: next, status: response.status, text: await response.text(), headers: response.headers };
        }
        next = new URL(location, next).href;
      }
    },
    async press(page, which = 0) {
      const action = [...page.text.matchAll(/<form method="post" action="([^"]+)"/g)][which]?.[1] ?? '';
      const url = action.replaceAll('&#38;', '&');
      return browser.open(url, { method: 'POST', headers: { 'sec-fetch-site': 'same-origin', origin: 'null' } });
    },
    consent: async (url) => browser.press(await browser.open(url)),
  };
  return browser;
}

export function digitsOf({ text }: FakePage): string {
  return /<output>(\d{6})<\/output>/.exec(text)?.[1] ?? '';
}

export function codeOf({ text }: FakePage): string {
  return /data-code="([^"]+)"/.exec(text)?.[1] ?? '';
}
