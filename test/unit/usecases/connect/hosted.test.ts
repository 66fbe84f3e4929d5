import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/adapters/clock.ts';
import { openPostgresState } from '../../../../src/adapters/postgres.ts';
import { openSqliteState } from '../../../../src/adapters/sqlite.ts';
import { createSecrets } from '../../../../src/adapters/vault.ts';
import type { State } from '../../../../src/ports/index.ts';
import { userOf } from '../../../../src/principal.ts';
import { createConsentPages } from '../../../../src/server/consent-pages/consent-pages.ts';
import { token } from '../../../../src/usecases/call/token.ts';
import { confirmConsent } from '../../../../src/usecases/connect/hosted/confirm-consent.ts';
import { consentStatus } from '../../../../src/usecases/connect/hosted/consent-status.ts';
import { expireConsents, forgetConsents } from '../../../../src/usecases/connect/hosted/expire-consents.ts';
import { requestConsent } from '../../../../src/usecases/connect/hosted/request-consent.ts';
import { rekey } from '../../../../src/usecases/keys/rekey.ts';
import {
  alice,
  backend,
  codeOf,
  digitsOf,
  endUser,
  type Hosted,
  mallory,
  PUBLIC_URL,
  person,
  startHosted,
  WEB_APP,
} from '../../../fakes/hosted.ts';
import { approve, mcp, resourceMetadata, serverMetadata, startHostile, WELL_KNOWN } from '../../../fakes/hostile.ts';
import { needsPostgres } from '../../../fakes/needs.ts';
import { type Postgres, startPostgres } from '../../../fakes/postgres.ts';

// Consents whose browser comes later: begun, finished and confirmed by whatever process is there.

describe('on SQLite', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mcpctl-hosted-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  survivesRestarts(() => openSqliteState({ home: join(folder, 'state'), clock: systemClock }));
});

describe('on PostgreSQL', needsPostgres, () => {
  let postgres: Postgres;
  let url: string;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  beforeEach(() => {
    url = postgres.createDatabase();
  });
  afterAll(() => postgres?.stop());
  survivesRestarts(() => openPostgresState({ url }));
});

function survivesRestarts(open: () => Promise<State>): void {
  it('a consent goes on in another process after each of its steps', async () => {
    const first = await startHosted({ state: await open() });
    const { server } = first;
    const next = async () => startHosted({ state: await open(), server });
    const { id, url } = await first.request(alice);
    await first.ports.remove();

    const second = await next();
    const browser = second.browser();
    const away = await second.pages(new Request(url, { method: 'POST' }));
    const [cookie = ''] = away?.headers.getSetCookie() ?? [];
    await second.ports.remove();

    const third = await next();
    const back = await fetch(String(away?.headers.get('location')), { redirect: 'manual' });
    const callback = new Request(String(back.headers.get('location')), { headers: { cookie } });
    const text = await (await third.pages(callback))?.text();
    expect(await third.status(id, alice)).toBe('verifying');
    expect(await third.connections()).toEqual([]);
    await third.ports.remove();

    const fourth = await next();
    const code = codeOf({ text: String(text), url: '', status: 200, headers: new Headers() });
    expect(await confirmConsent(id, { code }, alice, fourth.ports)).toMatchObject({
      status: 'connected',
      servers: [{ name: 'srv', connected: true }],
    });
    const scope = { project: 'default', user: userOf(alice.principal) };
    expect((await token('srv', scope, fourth.ports)).secret.reveal()).toBe('good');
    expect(browser.cookies.size).toBe(0);
    await fourth.close();
    await server.close();
  });

  it('tokens that nobody confirmed are revoked by whatever process is there', async () => {
    const first = await startHosted({ state: await open() });
    const { id, url } = await first.request(alice);
    await first.browser().consent(url);
    await first.ports.remove();
    const second = await startHosted({ state: await open(), server: first.server, clock: first.clock });
    first.clock.skip(121_000);
    await expireConsents(second.ports);
    expect(second.form('/revoke').map((form) => form.get('token'))).toEqual(['again', 'good']);
    expect(await second.status(id, alice)).toBe('expired');
    expect(await second.connections()).toEqual([]);
    await second.close();
    await first.server.close();
  });
}

describe('a consent', () => {
  let one: Hosted;
  beforeEach(async () => {
    one = await startHosted();
  });
  afterEach(() => one.close());

  const stored = async (id: string) => JSON.stringify(await one.ports.state.read((t) => t.pendingConsents.get(id)));
  const isForgotten = async (id: string, caller = alice) => {
    await expireConsents(one.ports);
    expect(await one.connections()).toEqual([]);
    expect(await stored(id)).not.toContain('"v2.');
    expect(['failed', 'expired', 'declined']).toContain(await one.status(id, caller));
  };

  it('keeps no secret in plain text, and no token before it is confirmed', async () => {
    const { id, url } = await one.request(alice);
    const page = await one.browser().consent(url);
    const text = await stored(id);
    const sent = one.form('/token')[0];
    for (const secret of ['good', 'again', sent?.get('code_verifier'), codeOf(page), digitsOf(page)]) {
      expect(text).not.toContain(`"${secret}"`);
    }
    expect(one.paths().filter((path) => path === '/mcp')).toHaveLength(1);
  });

  describe('whose callback comes', () => {
    it('twice is finished once', async () => {
      const { id, url } = await one.request(alice, { verify: 'none' });
      const browser = one.browser();
      let callback = '';
      one.server.set({
        '/authorize': (asked) => {
          const answer = (approve() as (asked: object) => { headers: { location: string } })(asked);
          callback = answer.headers.location;
          return answer;
        },
      });
      expect((await browser.consent(url)).text).toContain('Connected');
      const again = await browser.open(callback);
      expect([again.status, again.text]).toEqual([400, expect.stringContaining('Nothing waits for this')]);
      expect(one.form('/token')).toHaveLength(1);
      expect(await one.status(id, alice)).toBe('connected');
    });

    it('late sends no code anywhere', async () => {
      const { id, url } = await one.request(alice);
      one.server.set({
        '/authorize': (asked) => {
          one.clock.skip(601_000);
          return (approve() as (asked: object) => object)(asked);
        },
      });
      const page = await one.browser().consent(url);
      expect([page.status, page.text]).toEqual([410, expect.stringContaining('took too long')]);
      expect(one.form('/token')).toEqual([]);
      await isForgotten(id);
    });

    it('from another browser sends no code, and leads back to the link', async () => {
      const { url, id } = await one.request(alice);
      const [first, second] = [one.browser(), one.browser()];
      let callback = '';
      one.server.set({
        '/authorize': (asked) => {
          callback = (approve() as (asked: object) => { headers: { location: string } })(asked).headers.location;
          return { status: 200, body: 'consented' };
        },
      });
      await first.consent(url);
      const page = await second.open(callback);
      expect([page.status, page.text]).toEqual([403, expect.stringContaining(`href="${url}"`)]);
      expect(page.text).toContain('no cookie');
      expect((await first.open(callback)).status).toBe(400);
      expect(one.form('/token')).toEqual([]);
      one.server.set({ '/authorize': approve() });
      expect(digitsOf(await first.consent(url))).toMatch(/^\d{6}$/);
      expect(await one.status(id, alice)).toBe('verifying');
    });

    it('with another state is nobody’s', async () => {
      const { url, id } = await one.request(alice);
      one.server.set({ '/authorize': { status: 200 } });
      const browser = one.browser();
      await browser.consent(url);
      const page = await browser.open(`${PUBLIC_URL}/callback/default/srv?state=other&code=code`);
      expect(page.status).toBe(400);
      expect(await one.status(id, alice)).toBe('pending');
    });

    it('to the address of another provider ends it', async () => {
      const { url, id } = await one.request(alice);
      one.server.set({
        '/authorize': ({ query }) => {
          const location = `${PUBLIC_URL}/callback/default/other?code=code&state=${query.get('state')}`;
          return { status: 302, headers: { location } };
        },
      });
      await one.browser().consent(url);
      expect(await consentStatus(id, alice, one.ports)).toMatchObject({ status: 'failed', code: 'issuer-mismatch' });
      expect(one.form('/token')).toEqual([]);
    });

    it('after the link was opened in another browser is void', async () => {
      const { url } = await one.request(alice, { verify: 'none' });
      let first = '';
      one.server.set({
        '/authorize': (asked) => {
          first = (approve() as (asked: object) => { headers: { location: string } })(asked).headers.location;
          return { status: 200 };
        },
      });
      const [early, late] = [one.browser(), one.browser()];
      await early.consent(url);
      one.server.set({ '/authorize': approve() });
      expect((await late.consent(url)).text).toContain('Connected');
      expect((await early.open(first)).status).toBe(400);
      expect(one.form('/token')).toHaveLength(1);
    });

    it('after somebody else connected takes nothing from them', async () => {
      const [mine, theirs] = [await one.request(alice), await one.request(endUser('bob'), { verify: 'none' })];
      const browser = one.browser();
      const page = await browser.consent(mine.url);
      await one.browser().consent(theirs.url);
      expect(await confirmConsent(mine.id, { code: digitsOf(page) }, alice, one.ports)).toMatchObject({
        status: 'connected',
      });
      const users = [userOf(endUser('bob').principal), userOf(alice.principal)];
      expect(new Set(await one.connections())).toEqual(new Set(users));
    });

    it('after another one of the same person does not disturb that', async () => {
      const [first, second] = [await one.request(alice), await one.request(alice)];
      const browser = one.browser();
      const pages = [await browser.consent(first.url), await browser.consent(second.url)];
      for (const [index, { id }] of [second, first].entries()) {
        const code = digitsOf(pages[1 - index] as (typeof pages)[number]);
        expect(await confirmConsent(id, { code }, alice, one.ports)).toMatchObject({ status: 'connected' });
      }
      expect(await one.connections()).toEqual([userOf(alice.principal)]);
      expect(one.form('/revoke')).toEqual([]);
    });

    it('declined says so', async () => {
      one.server.set({ '/authorize': approve({ error: 'access_denied' }) });
      const { url, id } = await one.request(alice);
      expect((await one.browser().consent(url)).text).toContain('You declined');
      expect(await consentStatus(id, alice, one.ports)).toMatchObject({ status: 'declined' });
    });
  });

  describe('goes out again', () => {
    const scopes = () =>
      one.server.asked.filter(({ path }) => path === '/authorize').map(({ query }) => query.get('scope') ?? '');

    it('without the resource, in the same browser', async () => {
      one.server.set({
        '/token': ({ body }) =>
          new URLSearchParams(body).has('resource')
            ? { status: 400, body: { error: 'invalid_target' } }
            : { body: { access_token: 'good', token_type: 'Bearer' } },
      });
      const { url, id } = await one.request(alice);
      const page = await one.browser().consent(url);
      await confirmConsent(id, { code: digitsOf(page) }, alice, one.ports);
      expect(await one.status(id, alice)).toBe('connected');
      expect(one.form('/token').map((form) => form.get('resource'))).toEqual([one.server.url, null]);
    });

    it('for more scopes, three times and no more', async () => {
      let count = 0;
      one.server.set({
        '/mcp': (asked) => {
          if (asked.headers.authorization === undefined)
            return (mcp(one.server.origin) as (a: object) => object)(asked);
          const challenge = `Bearer error="insufficient_scope", scope="more-${++count}"`;
          return { status: 403, headers: { 'www-authenticate': challenge } };
        },
      });
      const { url, id } = await one.request(alice, { verify: 'none' });
      await one.browser().consent(url);
      expect(scopes().map((scope) => scope.split(' ').filter(Boolean).length)).toEqual([0, 1, 2]);
      expect(await consentStatus(id, alice, one.ports)).toMatchObject({
        status: 'connected',
        code: 'insufficient-scope',
      });
    });

    it('with a new client, when the server has forgotten the one from before', async () => {
      await one.browser().consent((await one.request(endUser('bob'), { verify: 'none' })).url);
      const registered = one.paths().filter((path) => path === '/register').length;
      const forgotten = new Set(['registered']);
      one.server.set({
        '/register': { status: 201, body: { client_id: 'anew' } },
        '/token': ({ body }) =>
          forgotten.has(String(new URLSearchParams(body).get('client_id')))
            ? { status: 401, body: { error: 'invalid_client' } }
            : { body: { access_token: 'good', token_type: 'Bearer' } },
      });
      const { url, id } = await one.request(alice, { verify: 'none' });
      expect((await one.browser().consent(url)).text).toContain('Connected');
      expect(one.paths().filter((path) => path === '/register').length).toBe(registered + 1);
      expect(await one.status(id, alice)).toBe('connected');
    });

    it('with a new client, when only the browser can see that', async () => {
      await one.browser().consent((await one.request(endUser('bob'), { verify: 'none' })).url);
      one.server.set({
        '/register': { status: 201, body: { client_id: 'anew' } },
        '/authorize': (asked) =>
          asked.query.get('client_id') === 'anew'
            ? (approve() as (asked: object) => object)(asked)
            : { status: 400, body: 'unknown client' },
      });
      const { url, id } = await one.request(alice, { verify: 'none' });
      const browser = one.browser();
      expect((await browser.consent(url)).status).toBe(400);
      const again = await browser.open(url);
      expect(again.text).toContain('Register again');
      expect((await browser.press(again, 1)).text).toContain('Connected');
      expect(await one.status(id, alice)).toBe('connected');
    });

    it('with one new client, however often somebody with the link asks for one', async () => {
      one.server.set({ '/authorize': { status: 400, body: 'unknown client' } });
      const { url } = await one.request(alice);
      const browser = one.browser();
      await browser.consent(url);
      const page = await browser.open(url);
      await Promise.all([browser.press(page, 1), browser.press(page, 1)]);
      await browser.press(page, 1);
      expect((await browser.open(url)).text).not.toContain('Register again');
      expect(one.paths().filter((path) => path === '/register')).toHaveLength(2);
    });

    it('to another authorization server, when no server accepts the tokens of the first', async () => {
      const other = await startHostile();
      const { origin } = one.server;
      one.server.set({
        '/token': () => {
          // The server moves while the person consents.
          one.server.set({
            [WELL_KNOWN.resource]: { body: { ...resourceMetadata(origin), authorization_servers: [other.origin] } },
          });
          return { body: { access_token: 'stale', token_type: 'Bearer' } };
        },
      });
      const { url, id } = await one.request(alice, { verify: 'none' });
      const browser = one.browser();
      const away = await browser.consent(url);
      expect(new URL(away.url).origin).toBe(other.origin);
      const back = await fetch(away.url, { redirect: 'manual' });
      expect((await browser.open(String(back.headers.get('location')))).text).toContain('Connected');
      expect(await one.status(id, alice)).toBe('connected');
      await other.close();
    });
  });

  describe('that an attacker began, and a victim opened, ends with nothing connected and nothing kept', () => {
    const revoked = () => one.form('/revoke').map((form) => form.get('token'));

    it('where the opener confirms: the attacker guesses three times', async () => {
      const { url, id } = await one.request(mallory);
      const page = await one.browser().consent(url);
      const guesses = ['000000', '000001', '000002', '000003'].filter((guess) => guess !== digitsOf(page)).slice(0, 3);
      for (const code of guesses) {
        await expect(confirmConsent(id, { code }, mallory, one.ports)).rejects.toMatchObject({
          code: 'consent-unfinished',
        });
      }
      expect(await confirmConsent(id, { code: digitsOf(page) }, mallory, one.ports)).toMatchObject({
        status: 'failed',
        code: 'consent-unfinished',
      });
      expect(revoked()).toEqual(['again', 'good']);
      await isForgotten(id, mallory);
    });

    it('where the opener confirms: many guesses at once are three as well', async () => {
      const { url, id } = await one.request(mallory);
      await one.browser().consent(url);
      const guesses = Array.from({ length: 12 }, (_, index) =>
        confirmConsent(id, { code: `x${index}` }, mallory, one.ports),
      );
      await Promise.allSettled(guesses);
      expect(revoked()).toEqual(['again', 'good']);
      await isForgotten(id, mallory);
    });

    it('where the opener confirms: nobody does within two minutes', async () => {
      const { url, id } = await one.request(mallory);
      const page = await one.browser().consent(url);
      one.clock.skip(121_000);
      expect(await confirmConsent(id, { code: digitsOf(page) }, mallory, one.ports)).toMatchObject({
        status: 'expired',
      });
      expect(revoked()).toEqual(['again', 'good']);
      await isForgotten(id, mallory);
    });

    it('where the victim is signed in to the same web app as somebody else', async () => {
      const { url, id } = await one.request(mallory);
      const browser = one.browser();
      one.sessions.set('alice', alice);
      browser.cookies.set('session', 'alice');
      const page = await browser.consent(url);
      expect(await one.status(id, mallory)).toBe('verifying');
      await expect(confirmConsent(id, { code: digitsOf(page) }, alice, one.ports)).rejects.toMatchObject({
        code: 'not-found',
      });
      one.clock.skip(121_000);
      await isForgotten(id, mallory);
    });

    it('where the web app confirms: it sees another login', async () => {
      const { url, id } = await one.request(mallory, { verify: 'web-app' });
      const page = await one.browser().consent(url);
      expect(page.url).toBe(`${WEB_APP.verifyUrl}?connect_id=${id}`);
      await expect(confirmConsent(id, { code: 'x' }, mallory, one.ports)).rejects.toMatchObject({ code: 'not-found' });
      await expect(confirmConsent(id, { actorId: 'alice' }, backend, one.ports)).rejects.toMatchObject({
        code: 'consent-unfinished',
      });
      expect(revoked()).toEqual(['again', 'good']);
      await isForgotten(id, mallory);
    });

    it('where a command line waits: the code stays on the machine of the victim', async () => {
      const eve = person('eve');
      const confirmAt = 'http://127.0.0.1:4999/confirm';
      const { url, id } = await one.request(eve, { verify: 'command-line', confirmAt });
      const page = await one.browser().consent(url);
      expect(page.url).toMatch(`${confirmAt}?connect_id=${id}&code=`);
      one.clock.skip(121_000);
      await isForgotten(id, eve);
      expect(revoked()).toEqual(['again', 'good']);
    });

    it.each([
      ['has no session', undefined],
      ['has a session of somebody else', person('ada')],
    ])('where the console confirms: the victim %s', async (_what, victim) => {
      const eve = person('eve');
      const { url, id } = await one.request(eve, { verify: 'session' });
      const browser = one.browser();
      if (victim) one.sessions.set('victim', victim);
      browser.cookies.set('session', 'victim');
      const page = await browser.consent(url);
      expect([page.status, page.text]).toEqual([401, expect.stringContaining('Sign in to the console first')]);
      expect(one.paths()).not.toContain('/authorize');
      expect(await one.status(id, eve)).toBe('pending');
      expect(await one.connections()).toEqual([]);
    });
  });

  describe('is confirmed', () => {
    it.each([
      ['the one-time code of the page', alice, {}, codeOf],
      ['the six digits', alice, {}, digitsOf],
      ['the digits with a space', alice, {}, (page) => digitsOf(page).replace(/^.../, '$& ')],
      ['the digits in a terminal', person('ada'), { verify: 'command-line' }, digitsOf],
      [
        'the code at a command line',
        person('ada'),
        { verify: 'command-line', confirmAt: 'http://127.0.0.1:1/' },
        ({ url }) => String(new URL(url).searchParams.get('code')),
      ],
    ] as readonly (readonly [string, typeof alice, object, typeof codeOf])[])(
      'by %s',
      async (_what, caller, changes, code) => {
        const { url, id } = await one.request(caller, changes);
        const page = await one.browser().consent(url);
        const report = await confirmConsent(id, { code: code(page) }, caller, one.ports);
        expect(report).toMatchObject({ status: 'connected' });
        expect(await confirmConsent(id, { code: code(page) }, caller, one.ports)).toEqual(report);
        expect(await one.connections()).toEqual([userOf(caller.principal)]);
        expect(one.form('/revoke')).toEqual([]);
      },
    );

    it('by a session of the same end user in that browser, at once', async () => {
      const { url, id } = await one.request(alice);
      const browser = one.browser();
      one.sessions.set('alice', alice);
      browser.cookies.set('session', 'alice');
      expect((await browser.consent(url)).text).toContain('Connected');
      expect(await one.status(id, alice)).toBe('connected');
    });

    it('by a session in the console', async () => {
      const { url, id } = await one.request(person('ada'), {
        verify: 'session',
        returnTo: 'https://mcp.example/console/',
      });
      const browser = one.browser();
      one.sessions.set('ada', person('ada'));
      browser.cookies.set('session', 'ada');
      expect((await browser.consent(url)).url).toBe(`https://mcp.example/console/?connect_id=${id}`);
      expect(await one.status(id, person('ada'))).toBe('connected');
    });

    it('by the web app, which names its end user', async () => {
      const { url, id } = await one.request(alice, { verify: 'web-app' });
      await one.browser().consent(url);
      const other = { ...backend, webAppId: 'another' };
      await expect(confirmConsent(id, { actorId: 'alice' }, other, one.ports)).rejects.toMatchObject({
        code: 'not-found',
      });
      expect(await confirmConsent(id, { actorId: 'alice' }, backend, one.ports)).toMatchObject({ status: 'connected' });
    });

    it('twice at once, and kept once', async () => {
      const { url, id } = await one.request(alice);
      const code = digitsOf(await one.browser().consent(url));
      await Promise.all([1, 2, 3].map(() => confirmConsent(id, { code }, alice, one.ports)));
      expect(await one.status(id, alice)).toBe('connected');
      expect(one.form('/revoke')).toEqual([]);
    });
  });

  describe('is refused when meanwhile', () => {
    it('the server has another address, or is gone', async () => {
      const { url, id } = await one.request(alice);
      const code = digitsOf(await one.browser().consent(url));
      await one.ports.state.write((tables) => tables.servers.remove('s'));
      expect(await confirmConsent(id, { code }, alice, one.ports)).toMatchObject({
        status: 'failed',
        code: 'plan-stale',
      });
      expect(one.form('/revoke')).toHaveLength(2);
      expect(await one.connections()).toEqual([]);
    });

    it('the server moved: the person consented to the address from before', async () => {
      const { url, id } = await one.request(alice);
      await one.ports.state.write(async (tables) => {
        const server = await tables.servers.get('s');
        if (server) await tables.servers.save({ ...server, url: `${one.server.origin}/other` });
      });
      expect((await one.browser().consent(url)).text).toContain('has changed since this consent began');
      expect(one.form('/token')).toEqual([]);
      expect(await one.status(id, alice)).toBe('failed');
    });

    it.each(['opener', 'none'] as const)(
      'another browser begins while the code is exchanged: only that one finishes (%s)',
      async (verify) => {
        const { url, id } = await one.request(alice, { verify });
        const late = one.browser();
        let isFirst = true;
        const begun = new Promise<void>((done) => {
          one.server.set({
            '/token': () => {
              const after = isFirst ? late.open(url, { method: 'POST' }).then(() => done()) : undefined;
              isFirst = false;
              return { after, body: { access_token: 'good', token_type: 'Bearer', refresh_token: 'again' } };
            },
            '/authorize': { status: 200 },
          });
        });
        const early = one.browser();
        await early.consent(url);
        const callbackOf = () => {
          const query = one.server.asked.filter(({ path }) => path === '/authorize').at(-1)?.query;
          return `${query?.get('redirect_uri')}?code=code&state=${query?.get('state')}`;
        };
        const page = await early.open(callbackOf());
        await begun;
        expect(page.status).toBe(400);
        expect(await one.status(id, alice)).toBe('pending');
        expect(await one.connections()).toEqual([]);
        expect(one.form('/revoke').map((form) => form.get('token'))).toEqual(['again', 'good']);
        expect((await late.open(callbackOf())).status).toBe(200);
        expect(await one.status(id, alice)).toBe(verify === 'none' ? 'connected' : 'verifying');
      },
    );

    it('its time ran out, while it was being confirmed', async () => {
      const { url, id } = await one.request(alice);
      const code = digitsOf(await one.browser().consent(url));
      const { secrets } = one.ports;
      let isFirst = true;
      const open: typeof secrets.open = async (sealed, context) => {
        if (isFirst) {
          isFirst = false;
          one.clock.skip(121_000);
          await expireConsents(one.ports);
        }
        return secrets.open(sealed, context);
      };
      await confirmConsent(id, { code }, alice, { ...one.ports, secrets: { ...secrets, open } });
      expect(await one.status(id, alice)).toBe('expired');
      expect(await one.connections()).toEqual([]);
      expect(one.form('/revoke')).toHaveLength(2);
    });

    it('the provider got another client', async () => {
      const { url, id } = await one.request(alice);
      one.server.set({
        '/authorize': (asked) => (approve() as (asked: object) => object)(asked),
      });
      await one.ports.state.write(async (tables) => {
        const [provider] = await tables.providers.list('default');
        if (provider) await tables.providers.save({ ...provider, clientId: 'other', registration: undefined });
      });
      const page = await one.browser().consent(url);
      expect(page.text).toContain('has changed since this consent began');
      expect(one.form('/token')).toEqual([]);
      expect(await one.status(id, alice)).toBe('failed');
    });

    it('the web app was deleted', async () => {
      const { url, id } = await one.request(alice);
      const page = await one.browser().consent(url);
      await one.ports.state.write((tables) => tables.webApps.remove(WEB_APP.id));
      expect(await confirmConsent(id, { code: digitsOf(page) }, alice, one.ports)).toMatchObject({
        status: 'failed',
        code: 'unauthenticated',
      });
      expect(one.form('/revoke')).toHaveLength(2);
      expect(await one.connections()).toEqual([]);
    });

    it('the end user was deleted', async () => {
      const actor = { webAppId: WEB_APP.id, id: 'alice', subjectType: 'user', externalKey: 'alice' };
      await one.ports.state.write((tables) => tables.actors.save({ ...actor, createdAt: 0, updatedAt: 0 }));
      const { url } = await one.request(alice);
      await one.ports.state.write((tables) => tables.actors.remove(WEB_APP.id, 'alice'));
      expect((await one.browser().consent(url)).text).toContain('was removed');
      expect(one.paths()).not.toContain('/authorize');
    });

    it('the API key that began it was revoked', async () => {
      const key = {
        id: 'key-1',
        project: 'default',
        name: 'backend',
        role: 'web-app',
        hash: 'h',
        start: 'mcpk_',
      } as const;
      const row = { ...key, webAppId: WEB_APP.id, createdAt: 0 };
      await one.ports.state.write((tables) => tables.apiKeys.save(row));
      const { url } = await one.request(alice, { verify: 'none', keyId: 'key-1' });
      await one.ports.state.write((tables) => tables.apiKeys.save({ ...row, revokedAt: 1 }));
      expect((await one.browser().consent(url)).status).toBe(401);
    });

    it('the person was removed, and added again', async () => {
      const ada = { project: 'default', name: 'ada', role: 'member', agents: [], createdAt: 0 } as const;
      await one.ports.state.write((tables) => tables.people.save(ada));
      const { url, id } = await one.request(person('ada'), { verify: 'command-line' });
      const page = await one.browser().consent(url);
      await one.ports.state.write(async (tables) => {
        await tables.people.remove('default', 'ada');
        await tables.people.save({ ...ada, createdAt: one.clock.now() + 1 });
      });
      expect(await confirmConsent(id, { code: digitsOf(page) }, person('ada'), one.ports)).toMatchObject({
        status: 'failed',
      });
      expect(await one.connections()).toEqual([]);
      expect(one.form('/revoke')).toHaveLength(2);
    });
  });

  it('of somebody who is removed is forgotten, and what waits is revoked', async () => {
    const { url, id } = await one.request(alice);
    await one.browser().consent(url);
    await forgetConsents({ project: 'default', user: userOf(alice.principal) }, one.ports);
    expect(one.form('/revoke')).toHaveLength(2);
    await expect(one.status(id, alice)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('goes on under another master key', async () => {
    const [waiting, away] = [await one.request(alice), await one.request(endUser('bob'), { verify: 'none' })];
    const code = digitsOf(await one.browser().consent(waiting.url));
    const asked = await one.pages(new Request(away.url, { method: 'POST' }));
    const secrets = createSecrets(async () => new Uint8Array(32).fill(9));
    const keyStore = {
      ...one.ports.keyStore,
      renew: async () => ({ store: 'file', secrets, conclude: async () => {} }),
    };
    await rekey(undefined, { ...one.ports, keyStore: keyStore as typeof one.ports.keyStore });
    const ports = { ...one.ports, secrets };
    expect(await confirmConsent(waiting.id, { code }, alice, ports)).toMatchObject({ status: 'connected' });
    const back = await fetch(String(asked?.headers.get('location')), { redirect: 'manual' });
    const pages = createConsentPages({ publicUrl: PUBLIC_URL, ports });
    const headers = { cookie: String(asked?.headers.getSetCookie()[0]) };
    expect(await (await pages(new Request(String(back.headers.get('location')), { headers })))?.text()).toContain(
      'Connected',
    );
  });

  it('whose tokens are bound to a key is confirmed with that key', async () => {
    const { origin } = one.server;
    one.server.set({
      [WELL_KNOWN.resource]: { body: { ...resourceMetadata(origin), dpop_bound_access_tokens_required: true } },
      '/token': { body: { access_token: 'bound', token_type: 'DPoP', refresh_token: 'again' } },
      '/mcp': mcp(origin, ['DPoP bound']),
    });
    const { url, id } = await one.request(alice);
    const code = digitsOf(await one.browser().consent(url));
    expect(await confirmConsent(id, { code }, alice, one.ports)).toMatchObject({
      status: 'connected',
      servers: [{ connected: true }],
    });
    const proofs = one.server.asked.flatMap(({ path, headers }) =>
      headers.dpop && ['/token', '/mcp'].includes(path) ? String(headers.dpop).split('.')[0] : [],
    );
    expect(proofs.length).toBeGreaterThan(1);
    expect(new Set(proofs).size).toBe(1);
  });

  it('is nobody else’s business', async () => {
    const { id } = await one.request(alice);
    for (const caller of [
      mallory,
      person('ada'),
      { ...backend, webAppId: 'another' },
      { ...alice, project: 'other' },
    ]) {
      await expect(one.status(id, caller)).rejects.toMatchObject({ code: 'not-found' });
    }
    expect(await one.status(id, backend)).toBe('pending');
  });

  it('is not needed for a server that is open to all', async () => {
    const { origin } = one.server;
    one.server.set({ '/mcp': mcp(origin, ['undefined', 'Bearer good']) });
    await one.ports.state.write(async (tables) => {
      const server = await tables.servers.get('s');
      if (server) await tables.servers.save({ ...server, auth: 'none' });
    });
    const scope = { project: 'default', user: userOf(alice.principal) };
    const requested = { target: 's', verify: 'opener', publicUrl: PUBLIC_URL } as const;
    expect(await requestConsent(requested, scope, one.ports)).toMatchObject({
      requiresOauth: false,
      connected: { name: 'srv' },
    });
  });

  it('by loopback does not end one by the server, nor the other way round', async () => {
    let count = 0;
    one.server.set({ '/register': () => ({ status: 201, body: { client_id: `client-${++count}` } }) });
    const { connect } = await import('../../../../src/usecases/connect/connect.ts');
    const { resolveTarget } = await import('../../../../src/targets.ts');
    const { INPUT, SCOPE } = await import('../../../fakes/connecting.ts');
    await one.browser().consent((await one.request(alice, { verify: 'none' })).url);
    const target = await resolveTarget('srv', SCOPE, one.ports.state);
    await connect({ ...INPUT, target }, SCOPE, one.ports);
    await one.browser().consent((await one.request(endUser('bob'), { verify: 'none' })).url);
    expect(count).toBe(2);
    for (const user of [userOf(alice.principal), SCOPE.user, userOf(endUser('bob').principal)]) {
      expect((await token('srv', { project: 'default', user }, one.ports)).secret.reveal()).toBe('good');
    }
    expect(one.form('/revoke')).toEqual([]);
  });
});

describe('the redirect URI', () => {
  it.each(['https://mcp.example', 'https://mcp.example/a/path/', 'http://127.0.0.1:7777'])(
    'of %s is shown, registered and sent as one',
    async (publicUrl) => {
      const one = await startHosted({ publicUrl });
      const { url } = await one.request(alice, { verify: 'none' });
      const expected = `${publicUrl.replace(/\/$/, '')}/callback/default/srv`;
      const registered = JSON.parse(one.server.asked.find(({ path }) => path === '/register')?.body ?? '{}');
      expect(registered.redirect_uris).toEqual([expected]);
      expect(registered.application_type).toBe(publicUrl.startsWith('https') ? 'web' : 'native');
      expect((await one.browser().consent(url)).text).toContain('Connected');
      const asked = one.server.asked.find(({ path }) => path === '/authorize');
      expect(asked?.query.get('redirect_uri')).toBe(expected);
      expect(one.form('/token')[0]?.get('redirect_uri')).toBe(expected);
      await one.close();
    },
  );

  it('is in the refusal of a server that registers nobody', async () => {
    const one = await startHosted({ publicUrl: 'https://mcp.example' });
    const { registration_endpoint: _, ...metadata } = serverMetadata(one.server.origin);
    one.server.set({ [WELL_KNOWN.server]: { body: metadata } });
    await expect(one.request(alice)).rejects.toMatchObject({
      code: 'registration-unavailable',
      details: { redirect_uri: 'https://mcp.example/callback/default/srv' },
      hint: { parts: expect.arrayContaining(['https://mcp.example/callback/default/srv']) },
    });
    await one.close();
  });

  it('of another public URL is registered anew', async () => {
    const before = await startHosted({ publicUrl: 'https://old.example' });
    await before.request(alice);
    const after = await startHosted({
      publicUrl: 'https://new.example',
      state: before.ports.state,
      server: before.server,
    });
    await after.request(alice);
    const bodies = after.server.asked.filter(({ path }) => path === '/register').map(({ body }) => JSON.parse(body));
    expect(bodies.map(({ redirect_uris }) => redirect_uris[0])).toEqual([
      'https://old.example/callback/default/srv',
      'https://new.example/callback/default/srv',
    ]);
    await before.close();
  });
});

describe('our client id metadata document', () => {
  it.each([
    ['https://mcp.example', 'https://mcp.example/oauth-client/default/srv.json'],
    ['http://127.0.0.1:7777', 'registered'],
  ])('at %s makes the client %s', async (publicUrl, clientId) => {
    const one = await startHosted({ publicUrl });
    const metadata = { ...serverMetadata(one.server.origin), client_id_metadata_document_supported: true };
    one.server.set({ [WELL_KNOWN.server]: { body: metadata } });
    const { url } = await one.request(alice, { verify: 'none' });
    expect((await one.browser().consent(url)).text).toContain('Connected');
    const asked = one.server.asked.find(({ path }) => path === '/authorize');
    expect(asked?.query.get('client_id')).toBe(clientId);
    if (clientId.startsWith('https')) {
      const document = await (await one.pages(new Request(clientId)))?.json();
      expect(document).toMatchObject({ client_id: clientId, redirect_uris: [asked?.query.get('redirect_uri')] });
      expect(one.paths()).not.toContain('/register');
    }
    await one.close();
  });
});
