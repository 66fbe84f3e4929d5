import { existsSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { confirmConsent } from '../../../src/usecases/connect/hosted/confirm-consent.ts';
import { alice, backend, type Hosted, mallory, person, startHosted } from '../../fakes/hosted.ts';
import type { Route } from '../../fakes/hostile.ts';
import { needs } from '../../fakes/needs.ts';
import { SELF_SIGNED } from '../../fakes/self-signed.ts';

// People with a real browser consent at a server of ours, in each way of confirming. Ours is `localhost`, the authorization
// server and the web app are 127.0.0.1: two sites, so that cookies and openers are those of the real world.

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const needsChromium = needs('Chromium (apt-get install chromium, or CHROMIUM=PATH)', existsSync(CHROMIUM));

describe('in real Chromium', needsChromium, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(() => browser?.close());

  describe.each(['http', 'https'] as const)('over %s', (scheme) => {
    let one: Hosted;
    let app: Site;
    let ours: Site;
    let context: BrowserContext;
    beforeEach(async () => {
      let handle: RequestListener = () => {};
      ours = await site((request, response) => handle(request, response), { scheme, host: 'localhost' });
      app = await site((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<title>The web app</title><p>Hello</p>');
      });
      one = await startHosted({ publicUrl: ours.origin });
      one.server.set({ '/authorize': consentPage() });
      handle = toNodeHandler({
        fetch: async (request) => (await one.pages(request)) ?? new Response('', { status: 404 }),
      });
      context = await browser.newContext({ ignoreHTTPSErrors: true });
    });
    afterEach(async () => {
      await context.close();
      await Promise.all([one.close(), app.close(), ours.close()]);
    });

    /** Opens the link in a window of a page, as the click of a person does, and consents there. */
    async function inWindow(page: Page, url: string): Promise<Page> {
      await page.evaluate(`document.body.innerHTML = '<button>Open</button>';
        document.querySelector('button').onclick = () => { window.opened = window.open(${JSON.stringify(url)}); };`);
      const [popup] = await Promise.all([context.waitForEvent('page'), page.click('button')]);
      await popup.click('text=Continue to');
      await popup.click('text=Allow');
      return popup;
    }

    /** What the script of the web app does, in a few lines: takes the code from its window, and posts it. */
    const listening = `window.heard = [];
      addEventListener('message', async ({ origin, source, data }) => {
        window.heard.push(data);
        if (origin !== ORIGIN || source !== window.opened) return;
        window.said = await confirmCode(data.connect_id, data.code);
        source.postMessage({ type: 'mcpctl-connect-taken', connect_id: data.connect_id }, origin);
      });`;

    async function webApp(): Promise<Page> {
      const page = await context.newPage();
      await page.exposeFunction('confirmCode', async (id: string, code: string) => {
        return (await confirmConsent(id, { code }, alice, one.ports)).status;
      });
      await page.goto(app.origin);
      await page.evaluate(listening.replace('ORIGIN', JSON.stringify(ours.origin)));
      return page;
    }

    it('the page that opened the window takes the code, and the digits go', async () => {
      const { id, url } = await one.request(alice, { origin: app.origin });
      const page = await webApp();
      const popup = await inWindow(page, url);
      await popup.getByText('You can close this window').waitFor();
      expect(await popup.locator('output').isVisible()).toBe(false);
      expect(await page.evaluate('window.said')).toBe('connected');
      expect(await one.status(id, alice)).toBe('connected');
    });

    it('the person types the digits, where a page on the way has cut the window off', async () => {
      one.server.set({ '/authorize': consentPage({ 'cross-origin-opener-policy': 'same-origin' }) });
      const { id, url } = await one.request(alice, { origin: app.origin });
      const page = await webApp();
      const popup = await inWindow(page, url);
      const code = await popup.locator('output').innerText();
      expect(await page.evaluate('window.heard.length')).toBe(0);
      expect(await confirmConsent(id, { code }, alice, one.ports)).toMatchObject({ status: 'connected' });
    });

    it('the person types the digits, without any script', async () => {
      const plain = await browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled: false });
      const { id, url } = await one.request(alice, { origin: app.origin });
      const page = await plain.newPage();
      await consentIn(page, url);
      const code = await page.locator('output').innerText();
      expect(await confirmConsent(id, { code }, alice, one.ports)).toMatchObject({ status: 'connected' });
      await plain.close();
    });

    it('the web app confirms with its own login', async () => {
      const webApp = { id: 'shop-1', name: 'shop', verifyUrl: `${app.origin}/verify` };
      const { id, url } = await one.request(alice, { verify: 'web-app', webApp });
      const page = await context.newPage();
      await consentIn(page, url);
      await page.waitForURL(`${app.origin}/verify?connect_id=${id}`);
      expect(await confirmConsent(id, { actorId: 'alice' }, backend, one.ports)).toMatchObject({ status: 'connected' });
    });

    it('the command line gets the code on this machine', async () => {
      const { id, url } = await one.request(person('ada'), { verify: 'command-line', confirmAt: `${app.origin}/done` });
      const page = await context.newPage();
      await consentIn(page, url);
      await page.waitForURL(`${app.origin}/done?**`);
      const code = String(new URL(page.url()).searchParams.get('code'));
      expect(await confirmConsent(id, { code }, person('ada'), one.ports)).toMatchObject({ status: 'connected' });
    });

    it('the session in the console is proof enough', async () => {
      one.sessions.set('ada', person('ada'));
      await context.addCookies([{ name: 'session', value: 'ada', url: ours.origin, httpOnly: true, sameSite: 'Lax' }]);
      const { id, url } = await one.request(person('ada'), { verify: 'session' });
      const page = await context.newPage();
      await consentIn(page, url);
      await page.getByRole('heading', { name: 'Connected' }).waitFor();
      expect(await one.status(id, person('ada'))).toBe('connected');
    });

    it('the link of an attacker, in a window of their page, tells that page nothing', async () => {
      const { id, url } = await one.request(mallory, { origin: 'https://shop.example' });
      const page = await webApp();
      const popup = await inWindow(page, url);
      await popup.locator('output').waitFor();
      expect(await popup.locator('output').isVisible()).toBe(true);
      expect(await page.evaluate('window.heard.length')).toBe(0);
      one.clock.skip(121_000);
      expect(await one.status(id, mallory)).toBe('expired');
      expect(one.form('/revoke')).toHaveLength(2);
      expect(await one.connections()).toEqual([]);
    });

    it('a form of another site gets the page, and no one is sent on', async () => {
      const { id, url } = await one.request(mallory);
      const page = await context.newPage();
      await page.goto(app.origin);
      await page.evaluate(`document.body.innerHTML = '<form method="post" action="${url}"></form>';
        document.forms[0].submit();`);
      await page.getByRole('button', { name: 'Continue to' }).waitFor();
      expect(one.paths()).not.toContain('/authorize');
      expect(await one.status(id, mallory)).toBe('pending');
    });
  });
});

async function consentIn(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.click('text=Continue to');
  await page.click('text=Allow');
}

/** The page of an authorization server, which sends the browser back when the person has allowed it. */
function consentPage(headers: Readonly<Record<string, string>> = {}): Route {
  return ({ query }) => {
    const location = new URL(String(query.get('redirect_uri')));
    location.searchParams.set('code', 'code');
    location.searchParams.set('state', String(query.get('state')));
    const body = `<title>Allow?</title><a href="${location.href.replaceAll('&', '&amp;')}">Allow</a>`;
    return { headers: { 'content-type': 'text/html', ...headers }, body };
  };
}

interface Site {
  readonly origin: string;
  close(): Promise<void>;
}

async function site(
  listener: RequestListener,
  { scheme = 'http', host = '127.0.0.1' }: { readonly scheme?: 'http' | 'https'; readonly host?: string } = {},
): Promise<Site> {
  const server = scheme === 'http' ? createServer(listener) : createSecureServer(SELF_SIGNED, listener);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${scheme}://${host}:${port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
