import type { ChildProcess } from 'node:child_process';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { page } from '../../../src/adapters/callback-pages.ts';
import { answerOf } from '../../fakes/connecting.ts';
import { type Asked, type Hostile, mcp, startHostile } from '../../fakes/hostile.ts';
import { createProgram, finished, type Program } from '../../fakes/mcpctl.ts';
import { pipelined, raw } from '../../fakes/pipelined.ts';

// Everybody on the machine can reach the callback of a `connect` that waits: what they can do with it is nothing.

let server: Hostile;
let program: Program;
beforeEach(async () => {
  server = await startHostile();
  program = createProgram({ BROWSER: 'true' });
});
afterEach(async () => {
  await server.close();
  program.remove();
});

const get = (url: string, init?: RequestInit) => fetch(url, { redirect: 'manual', ...init });
const tokenRequests = () =>
  server.asked.filter(({ path }) => path === '/token').map(({ body }) => new URLSearchParams(body));

/** The address that the browser is sent to. */
function startAddress(child: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((found, fail) => {
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      said += text;
      const [, address] = /open (http:\S+)\n/.exec(said) ?? [];
      if (address) found(address);
    });
    child.on('close', () => fail(new Error(`It ended: ${said}`)));
  });
}

it('ten thousand guesses, and then one token request', { timeout: 60_000 }, async () => {
  const child = program.start(['connect', server.url, '--name', 'srv']);
  const ended = finished(child);
  const start = await startAddress(child);
  const { host } = new URL(start);

  // Whoever only looks consumes nothing; neither does who comes under another name.
  expect((await get(start, { method: 'HEAD' })).status).toBe(405);
  expect((await get(start, { headers: { 'sec-purpose': 'prefetch;prerender' } })).status).toBe(503);
  const foreign = `GET ${new URL(start).pathname} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`;
  expect((await raw(host, foreign)).map(({ status }) => status)).toEqual([421]);
  const sentOn = await get(start);
  expect(sentOn.status).toBe(302);
  const authorization = new URL(String(sentOn.headers.get('location')));
  const callback = new URL(String(authorization.searchParams.get('redirect_uri')));
  const right = `${callback.pathname}?state=${authorization.searchParams.get('state')}`;
  expect(callback.host).toBe(host);

  const guesses = Array.from({ length: 10_000 }, (_, index) => `/callback?state=wrong${index}&code=evil`);
  for (let part = 0; part < 10; part += 1) {
    const answers = await pipelined(host, guesses.slice(part * 1000, (part + 1) * 1000));
    expect(answers.map(({ status }) => status)).toEqual(Array(1000).fill(400));
  }

  const queries = [...fc.sample(fc.webQueryParameters(), 900), ...fc.sample(fc.webUrl(), 100)];
  const answers = await pipelined(
    host,
    queries.map((query) => `/callback?${query}`),
  );
  expect(answers).toHaveLength(1000);
  expect(new Set(answers.map(({ body }) => body))).toEqual(new Set([page('unexpected')]));
  for (const { head } of answers) {
    expect(head).toMatch(/^content-security-policy: default-src 'none'; style-src 'sha256-/m);
    expect(head).toMatch(/^x-content-type-options: nosniff\r$/m);
    expect(head).toMatch(/^cache-control: no-store\r$/m);
    expect(head).toMatch(/^referrer-policy: no-referrer\r$/m);
  }

  // The right state, but not as the redirect of a browser.
  expect((await get(`${callback.origin}${right}&code=evil`, { method: 'HEAD' })).status).toBe(405);
  expect((await get(`${callback.origin}${right}&code=evil`, { method: 'POST' })).status).toBe(405);
  expect((await get(`${callback.origin}${right}&code=evil`, { headers: { purpose: 'prefetch' } })).status).toBe(503);
  expect((await get(`${callback.origin}${right}&code=evil&code=evil`)).status).toBe(400);
  expect((await get(`${callback.origin}${right}&${right.split('?')[1]}&code=evil`)).status).toBe(400);
  const renamed = `GET ${right}&code=evil HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`;
  expect((await raw(host, renamed)).map(({ status }) => status)).toEqual([421]);
  expect(tokenRequests()).toEqual([]);

  // The first that is right counts; while the server is tried, the page waits, and a second one comes too late.
  let letGo = () => {};
  const after = new Promise<void>((released) => {
    letGo = released;
  });
  let tried = () => {};
  const trying = new Promise<void>((reached) => {
    tried = reached;
  });
  const usual = mcp(server.origin);
  server.set({
    '/mcp': (one: Asked) => {
      if (!one.headers.authorization) return answerOf(usual, one);
      tried();
      return { ...answerOf(usual, one), after };
    },
  });
  const shown = get(`${callback.origin}${right}&code=good`);
  await trying;
  expect((await get(`${callback.origin}${right}&code=late`)).status).toBe(409);
  expect((await get(`${callback.origin}/callback?state=wrong&code=late`)).status).toBe(400);
  letGo();
  expect(await (await shown).text()).toBe(page('connected'));
  const { code, err } = await ended;
  expect(code, err).toBe(0);
  expect(tokenRequests().map((form) => form.get('code'))).toEqual(['good']);
  // The nonce is in the argument of the browser; the state is nowhere.
  expect(err).not.toContain(String(authorization.searchParams.get('state')));
});

it('ends when its start address is opened twice, since one of the two is not the person', async () => {
  const child = program.start(['connect', server.url, '--name', 'srv']);
  const ended = finished(child);
  const start = await startAddress(child);
  expect((await get(start)).status).toBe(302);
  expect((await get(start)).status).toBe(410);
  const { code, err } = await ended;
  expect(code, err).toBe(3);
  expect(err).toContain('opened twice');
  expect(tokenRequests()).toEqual([]);
});
