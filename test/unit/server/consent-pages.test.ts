import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { consentRoute } from '../../../src/server/consent-pages/routes.ts';
import { alice, digitsOf, type Hosted, startHosted } from '../../fakes/hosted.ts';
import { serverMetadata, WELL_KNOWN } from '../../fakes/hostile.ts';

let one: Hosted;
beforeEach(async () => {
  one = await startHosted();
});
afterEach(() => one.close());

const stored = (id: string) => one.ports.state.read((tables) => tables.pendingConsents.get(id));

describe('the page of a link', () => {
  it('changes and sets nothing, however often it is opened', async () => {
    const { id, url } = await one.request(alice);
    const before = await stored(id);
    const asked = one.paths().length;
    for (const method of ['GET', 'HEAD', 'GET']) {
      const page = await one.browser().open(url, { method });
      expect([page.status, page.headers.get('set-cookie')]).toEqual([200, null]);
    }
    expect(await stored(id)).toEqual(before);
    expect(one.paths()).toHaveLength(asked);
  });

  it('says who connects what for which web app', async () => {
    const { url } = await one.request(alice, { agent: 'helper' });
    const { text } = await one.browser().open(url);
    for (const fact of ['alice (shop)', 'The Server', new URL(one.server.url).host, 'shop', 'helper']) {
      expect(text).toContain(fact);
    }
  });

  it('shows names of strangers as text that can be seen', async () => {
    const { url } = await one.request(alice, { who: '<img src=x onerror=alert(1)>"\u202Egro.knab' });
    const { text } = await one.browser().open(url);
    expect(text).toContain('&#60;img src=x onerror=alert(1)&#62;&#34;\\u{202e}gro.knab');
    expect(text).not.toContain('<img');
  });

  it('may be left by a redirect to anywhere, and is in no frame, cache or referrer', async () => {
    const { url } = await one.request(alice);
    const browser = one.browser();
    for (const page of [await browser.open(url), await browser.consent(url), await browser.open(`${url}x`)]) {
      const policy = String(page.headers.get('content-security-policy'));
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('form-action');
      expect(page.headers.get('cross-origin-opener-policy')).toBeNull();
      expect(page.headers.get('referrer-policy')).toBe('no-referrer');
      expect(page.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('shows both hosts, also on the button, where the consent is at another party’s', async () => {
    const metadata = {
      ...serverMetadata(one.server.origin),
      authorization_endpoint: 'https://login.example/authorize',
    };
    one.server.set({ [WELL_KNOWN.server]: { body: metadata } });
    const { url } = await one.request(alice);
    const { text } = await one.browser().open(url);
    const issuer = new URL(one.server.origin).host;
    expect(text).toContain(`<button>Continue to login.example instead of ${issuer}</button>`);
    expect(text).toContain(`<strong>${issuer}</strong>`);
  });

  it('that nobody knows is a page with a way on', async () => {
    const page = await one.browser().open(`${one.publicUrl}/connect/c_nothing`);
    expect([page.status, page.text]).toEqual([404, expect.stringContaining('go back to where you began')]);
  });

  it('is over after ten minutes', async () => {
    const { url } = await one.request(alice);
    one.clock.skip(600_001);
    expect(await one.browser().open(url)).toMatchObject({ status: 410, text: expect.stringContaining('too long') });
    const pressed = await one.browser().open(url, { method: 'POST' });
    expect(pressed).toMatchObject({ status: 410, text: expect.stringContaining('Begin again') });
  });

  it('that is finished says so', async () => {
    const { url } = await one.request(alice, { verify: 'none' });
    const browser = one.browser();
    await browser.consent(url);
    expect(await browser.open(url)).toMatchObject({ status: 200, text: expect.stringContaining('is connected') });
    expect(await browser.open(url, { method: 'POST' })).toMatchObject({ text: expect.stringContaining('Connected') });
  });

  it.each(['PUT', 'DELETE', 'OPTIONS'])('is not for %s', async (method) => {
    const { url } = await one.request(alice);
    expect(await one.browser().open(url, { method })).toMatchObject({ status: 405 });
  });
});

describe('the button', () => {
  it.each([
    ['of another site', { 'sec-fetch-site': 'cross-site' }],
    ['of another site of the same company', { 'sec-fetch-site': 'same-site' }],
    ['of another site, in an old browser', { origin: 'https://evil.example' }],
  ])('%s shows the page instead', async (_what, headers) => {
    const { url } = await one.request(alice);
    const browser = one.browser();
    const page = await browser.open(url, { method: 'POST', headers });
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('<button>')]);
    expect(browser.cookies.size).toBe(0);
    expect(one.paths()).not.toContain('/authorize');
  });

  it.each([
    ['http://127.0.0.1:7777', /^mcpctl-c_[\w-]+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/],
    ['http://localhost:7777', /^mcpctl-c_[\w-]+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/],
    [
      'https://mcp.example/path',
      /^__Host-mcpctl-c_[\w-]+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=600$/,
    ],
  ])('binds the browser at %s, and the browser keeps nothing afterwards', async (publicUrl, cookie) => {
    const other = await startHosted({ publicUrl });
    const { url } = await other.request(alice);
    const response = await other.pages(new Request(url, { method: 'POST' }));
    expect(response?.status).toBe(303);
    expect(response?.headers.get('set-cookie')).toMatch(cookie);
    const browser = other.browser();
    expect(digitsOf(await browser.consent(url))).toMatch(/^\d{6}$/);
    expect(browser.cookies.size).toBe(0);
    await other.close();
  });

  it('of two consents at once keeps two cookies', async () => {
    one.server.set({ '/authorize': { status: 200 } });
    const browser = one.browser();
    for (const { url } of [await one.request(alice), await one.request(alice)]) await browser.consent(url);
    expect(browser.cookies.size).toBe(2);
  });
});

describe('the page of the code', () => {
  it('has a script of one hash, and all that differs beside it', async () => {
    const { url, id } = await one.request(alice);
    const { text, headers } = await one.browser().consent(url);
    const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(text) ?? [];
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(script));
    const hash = Buffer.from(digest).toString('base64');
    expect(headers.get('content-security-policy')).toContain(`script-src 'sha256-${hash}'`);
    expect(text).toContain(`data-origin="https://shop.example" data-connect-id="${id}"`);
    expect(script).not.toContain(id);
  });

  it('has no script where the ticket has no origin', async () => {
    const { url } = await one.request(alice, { origin: undefined });
    const page = await one.browser().consent(url);
    expect(page.text).not.toContain('<script');
    expect(page.headers.get('content-security-policy')).not.toContain('script-src');
    expect(digitsOf(page)).toMatch(/^\d{6}$/);
  });

  it('leads back to where the person came from', async () => {
    const { url } = await one.request(alice, { returnTo: 'https://shop.example/settings?tab=1' });
    expect((await one.browser().consent(url)).text).toContain('href="https://shop.example/settings?tab=1"');
  });
});

describe('a callback', () => {
  it.each([
    ['HEAD', { method: 'HEAD' }],
    ['a prefetch', { headers: { 'sec-purpose': 'prefetch' } }],
  ])('by %s uses nothing up', async (_what, init) => {
    let callback = '';
    one.server.set({
      '/authorize': ({ query }) => {
        callback = `${query.get('redirect_uri')}?code=code&state=${query.get('state')}`;
        return { status: 200 };
      },
    });
    const { url, id } = await one.request(alice);
    const browser = one.browser();
    await browser.consent(url);
    await browser.open(callback, init);
    expect(await one.status(id, alice)).toBe('pending');
    expect(digitsOf(await browser.open(callback))).toMatch(/^\d{6}$/);
  });

  it('with a parameter twice is nobody’s', async () => {
    one.server.set({
      '/authorize': ({ query }) => ({
        status: 302,
        headers: { location: `${query.get('redirect_uri')}?code=code&code=other&state=${query.get('state')}` },
      }),
    });
    const { url, id } = await one.request(alice);
    expect((await one.browser().consent(url)).status).toBe(400);
    expect(await one.status(id, alice)).toBe('pending');
    expect(one.paths()).not.toContain('/token');
  });

  it('that names another issuer sends no code', async () => {
    one.server.set({
      '/authorize': ({ query }) => ({
        status: 302,
        headers: {
          location: `${query.get('redirect_uri')}?code=code&state=${query.get('state')}&iss=https://evil.example`,
        },
      }),
    });
    const { url, id } = await one.request(alice);
    expect((await one.browser().consent(url)).text).toContain('was not connected');
    expect(one.paths()).not.toContain('/token');
    expect(await one.status(id, alice)).toBe('failed');
  });

  it('of a server that fails is a page that says why', async () => {
    one.server.set({ '/token': { status: 503 } });
    const { url, id } = await one.request(alice);
    const page = await one.browser().consent(url);
    expect(page.status).toBe(200);
    expect(page.text).toContain('connect again');
    expect(await one.status(id, alice)).toBe('failed');
  });
});

it.each([
  ['/connect/c_1', 'https://a.example', { is: 'connect', connectId: 'c_1' }],
  ['/base/connect/c_1', 'https://a.example/base', { is: 'connect', connectId: 'c_1' }],
  ['/connect/c_1', 'https://a.example/base', { is: 'connect', connectId: 'c_1' }],
  ['/connect/c_1/more', 'https://a.example', undefined],
  ['/callback/default/app/crm', 'https://a.example', { project: 'default', provider: 'app/crm' }],
  ['/callback/default/a%20b', 'https://a.example', { project: 'default', provider: 'a b' }],
  ['/callback/default/a%2Fb', 'https://a.example', undefined],
  ['/callback/default/%ff', 'https://a.example', undefined],
  ['/callback/default', 'https://a.example', undefined],
  ['/callback/default/', 'https://a.example', undefined],
  ['/oauth-client/default/app/crm.json', 'https://a.example', { project: 'default', provider: 'app/crm' }],
  ['/oauth-client/default/crm', 'https://a.example', undefined],
  ['/connected', 'https://a.example', undefined],
])('the path %s at %s means %j', (path, publicUrl, meant) => {
  const route = consentRoute(path, publicUrl);
  expect(route && 'address' in route ? route.address : route).toEqual(meant);
});
