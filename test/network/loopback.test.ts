import { createServer } from 'node:http';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createRedirects } from '../../src/adapters/loopback.ts';
import { page } from '../../src/adapters/pages.ts';
import type { RedirectListener } from '../../src/ports.ts';

const listeners: RedirectListener[] = [];
const never = new AbortController().signal;

afterEach(() => Promise.all(listeners.splice(0).map((listener) => listener.close())));

async function listen(options: Parameters<ReturnType<typeof createRedirects>['listen']>[0] = {}) {
  const listener = await createRedirects().listen(options);
  listeners.push(listener);
  return listener;
}

const get = (url: string, init?: RequestInit) => fetch(url, { redirect: 'manual', ...init });

describe('the loopback listener', () => {
  it('uses the literal address and a port of its own', async () => {
    expect((await listen()).redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
  });

  it('sends the browser on to the authorization URL, once', async () => {
    const listener = await listen();
    const start = listener.startUrl('https://auth.example.com/authorize?state=a');
    const first = await get(start);
    expect([first.status, first.headers.get('location')]).toEqual([302, 'https://auth.example.com/authorize?state=a']);
    const second = await get(start);
    expect([second.status, second.headers.get('location')]).toEqual([410, null]);
  });

  it('keeps the browser waiting for the verdict and then shows it', async () => {
    for (const verdict of ['connected', 'failed'] as const) {
      const listener = await listen();
      const received = listener.receive('right', never);
      const shown = get(`${listener.redirectUri}?state=right&code=abc`);
      expect((await received).get('code')).toBe('abc');
      await listener.conclude(verdict);
      expect(await (await shown).text()).toBe(page(verdict));
    }
  });

  it('answers a wrong or missing state and goes on, ten thousand times', async () => {
    const listener = await listen();
    const received = listener.receive('right', never);
    // Pipelined over a few connections: what takes the time is then the listener, and not the test.
    const wrong = Array.from({ length: 10_000 }, (_, index) => `/callback?state=wrong${index}&code=x`);
    const parts = Array.from({ length: 10 }, (_, part) => wrong.slice(part * 1000, (part + 1) * 1000));
    const answers = (await Promise.all(parts.map((paths) => pipelined(listener, paths)))).flat();
    expect(answers.map((answer) => answer.slice(0, 13))).toEqual(Array(10_000).fill('HTTP/1.1 400 '));
    expect((await get(`${listener.redirectUri}?code=x`)).status).toBe(400);
    const shown = get(`${listener.redirectUri}?state=right&code=good`);
    expect((await received).get('code')).toBe('good');
    await listener.conclude('connected');
    expect((await shown).status).toBe(200);
  });

  it('answers 409 once it has what it came for', async () => {
    const listener = await listen();
    const received = listener.receive('right', never);
    const shown = get(`${listener.redirectUri}?state=right&code=a`);
    await received;
    expect((await get(`${listener.redirectUri}?state=right&code=b`)).status).toBe(409);
    await listener.conclude('connected');
    expect((await shown).status).toBe(200);
  });

  it('refuses duplicated parameters', async () => {
    const listener = await listen();
    void listener.receive('right', never);
    expect((await get(`${listener.redirectUri}?state=right&code=a&code=b`)).status).toBe(400);
    expect((await get(`${listener.redirectUri}?state=right&state=right&code=a`)).status).toBe(400);
  });

  it('gives nothing to HEAD, POST, prefetches, other paths and other hosts, and nothing is consumed', async () => {
    const listener = await listen();
    const received = listener.receive('right', never);
    const callback = `${listener.redirectUri}?state=right&code=a`;
    const start = listener.startUrl('https://auth.example.com/');
    expect((await get(callback, { method: 'HEAD' })).status).toBe(405);
    expect((await get(callback, { method: 'POST' })).status).toBe(405);
    expect((await get(callback, { headers: { 'sec-purpose': 'prefetch' } })).status).toBe(503);
    expect((await get(start, { headers: { purpose: 'prefetch' } })).status).toBe(503);
    expect((await get(new URL('/', callback).href)).status).toBe(404);
    expect((await get(new URL('/start/guess', callback).href)).status).toBe(404);
    expect(
      await rawStatus(listener, `GET /callback?state=right&code=evil HTTP/1.1\r\nHost: evil.example\r\n\r\n`),
    ).toBe(421);
    expect((await get(`${callback}&x=${'y'.repeat(9000)}`)).status).toBe(414);
    expect((await get(start)).status).toBe(302);
    const shown = get(callback);
    expect((await received).get('code')).toBe('a');
    await listener.conclude('connected');
    await shown;
  });

  it('shows one page whatever the query says, and lets it load nothing', async () => {
    const listener = await listen();
    void listener.receive('right', never);
    const queries = [...fc.sample(fc.webQueryParameters(), 900), ...fc.sample(fc.webUrl(), 100)];
    const answers = await pipelined(
      listener,
      queries.map((query) => `/callback?${query}`),
    );
    expect(answers.length).toBe(1000);
    expect(new Set(answers.map((answer) => answer.split('\r\n\r\n')[1]))).toEqual(new Set([page('unexpected')]));
    for (const answer of answers) {
      expect(answer).toMatch(/^content-security-policy: default-src 'none'; style-src 'sha256-/m);
      expect(answer).toMatch(/^x-content-type-options: nosniff\r$/m);
      expect(answer).toMatch(/^cache-control: no-store\r$/m);
      expect(answer).toMatch(/^referrer-policy: no-referrer\r$/m);
    }
  });

  it('sends a waiting browser on to another authorization', async () => {
    const listener = await listen();
    const received = listener.receive('first', never);
    const shown = get(`${listener.redirectUri}?state=first&error=invalid_target`);
    await received;
    expect(listener.sendOn('https://auth.example.com/again')).toBe(true);
    expect((await shown).headers.get('location')).toBe('https://auth.example.com/again');
    expect(listener.sendOn('https://auth.example.com/again')).toBe(false);
  });

  it('refuses a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => other.once('listening', listening));
    const { port } = other.address() as { port: number };
    await expect(listen({ port })).rejects.toMatchObject({ code: 'port-taken', exitCode: 5, details: { port } });
    other.close();
  });

  it('stops waiting when told to', async () => {
    const listener = await listen();
    await expect(listener.receive('right', AbortSignal.abort(new Error('late')))).rejects.toThrow('late');
  });
});

/** The answers to GET requests of these paths, which are sent at once over one connection. */
function pipelined(listener: RedirectListener, paths: readonly string[]): Promise<string[]> {
  const { host, port } = new URL(listener.redirectUri);
  const requests = paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n`);
  const bytes = `${requests.join('\r\n')}Connection: close\r\n\r\n`;
  const chunks: Buffer[] = [];
  return new Promise((done, fail) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', fail);
    socket.on('end', () =>
      done(
        Buffer.concat(chunks)
          .toString('utf8')
          .split(/(?=^HTTP\/1\.1 )/m),
      ),
    );
  });
}

function rawStatus(listener: RedirectListener, request: string): Promise<number> {
  const { port } = new URL(listener.redirectUri);
  return new Promise((done, fail) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(request));
    socket.once('data', (data) => done(Number(data.toString().split(' ')[1])));
    socket.once('error', fail);
  });
}
