import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { page } from '../../../src/adapters/callback-pages.ts';
import { createRedirects } from '../../../src/adapters/redirect-listener.ts';
import type { RedirectListener } from '../../../src/ports/index.ts';
import { needsIPv6, needsLinux, needsRoot } from '../../fakes/needs.ts';
import { raw } from '../../fakes/pipelined.ts';

/** Only root can start a process of another user. */
const needsAnotherUser = needsLinux.skip ? needsLinux : needsRoot;
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

  it('leaves every other address to others', needsLinux, async () => {
    const { port } = new URL((await listen()).redirectUri);
    const other = createServer().listen(Number(port), '127.0.0.2');
    await new Promise((listening, fail) => other.once('listening', listening).once('error', fail));
    other.close();
  });

  it('binds both families for localhost, or none', async () => {
    const listener = await listen({ host: 'localhost' });
    const { port } = new URL(listener.redirectUri);
    expect(listener.redirectUri).toBe(`http://localhost:${port}/callback`);
    const takes = (host: string) =>
      new Promise<boolean>((taken) => {
        const other = createServer().listen(Number(port), host);
        other.once('listening', () => other.close(() => taken(false))).once('error', () => taken(true));
      });
    expect(await Promise.all([takes('127.0.0.1'), takes('::1')])).toEqual([true, true]);
  });

  it('refuses localhost where somebody has the port in the other family', needsIPv6, async () => {
    const other = createServer().listen(0, '::1');
    await new Promise((listening) => other.once('listening', listening));
    const { port } = other.address() as { port: number };
    await expect(listen({ port, host: 'localhost' })).rejects.toMatchObject({ code: 'port-taken', details: { port } });
    other.close();
  });

  it('sends the browser on to the authorization URL, once', async () => {
    const listener = await listen();
    const start = listener.startUrl('https://auth.example.com/authorize?state=a');
    const first = await get(start);
    expect([first.status, first.headers.get('location')]).toEqual([302, 'https://auth.example.com/authorize?state=a']);
    const second = await get(start);
    expect([second.status, second.headers.get('location')]).toEqual([410, null]);
  });

  it('ends the consent when a start address is used twice, before the callback or after it', async () => {
    const listener = await listen();
    const response = listener.receive('a', never);
    const start = listener.startUrl('https://auth.example.com/authorize?state=a');
    await get(start);
    expect(listener.misused.aborted).toBe(false);
    await Promise.all([get(start), expect(response).rejects.toMatchObject({ code: 'authorization-response-invalid' })]);
    await expect(listener.receive('b', never)).rejects.toMatchObject({ code: 'authorization-response-invalid' });
  });

  it('serves a start address to no other user', needsAnotherUser, async () => {
    const listener = await listen();
    const start = listener.startUrl('https://auth.example.com/authorize?state=a');
    const visit = `fetch(${JSON.stringify(start)},{redirect:'manual'}).then(({status})=>process.exit(status-300))`;
    // Another user may not be able to start this Node.
    const status = (as = '') =>
      new Promise((ended) => spawn(process.execPath, ['-e', as + visit]).on('exit', (code) => ended(code)));
    expect(await status('process.setuid(65534);')).toBe(104);
    expect(listener.misused.aborted).toBe(false);
    expect(await status()).toBe(2);
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

  it('promises nothing to a browser that has waited for long', async () => {
    const listener = await createRedirects({ verdictMilliseconds: 1 }).listen({});
    listeners.push(listener);
    void listener.receive('right', never);
    const shown = await get(`${listener.redirectUri}?state=right&code=abc`);
    expect(await shown.text()).toBe(page('waiting'));
  });

  it('answers a wrong or missing state and goes on', async () => {
    const listener = await listen();
    const received = listener.receive('right', never);
    for (const query of ['state=wrong&code=x', 'state=&code=x', 'code=x', '']) {
      expect((await get(`${listener.redirectUri}?${query}`)).status).toBe(400);
    }
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
    const foreign = `GET /callback?state=right&code=evil HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`;
    expect((await raw(new URL(callback).host, foreign))[0]?.status).toBe(421);
    expect((await get(`${callback}&x=${'y'.repeat(9000)}`)).status).toBe(414);
    expect((await get(start)).status).toBe(302);
    const shown = get(callback);
    expect((await received).get('code')).toBe('a');
    await listener.conclude('connected');
    await shown;
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

  it('serves sixty-four connections at once, and no more', async () => {
    const { host, port } = new URL((await listen()).redirectUri);
    const sockets = Array.from({ length: 66 }, () => connect(Number(port), '127.0.0.1'));
    const isAnswered = (socket: Socket) =>
      new Promise<boolean>((done) => {
        socket.on('error', () => {}).once('close', () => done(false));
        socket.once('data', () => done(true)).write(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      });
    const answered = await Promise.all(sockets.map(isAnswered));
    expect(answered.filter(Boolean)).toHaveLength(64);
    for (const socket of sockets) socket.destroy();
  });

  it('closes a connection that does not get to its request', { timeout: 25_000 }, async () => {
    const listener = await listen();
    const { host } = new URL(listener.redirectUri);
    const begun = `GET /callback HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `;
    const [[slow], [silent]] = await Promise.all([raw(host, begun), raw(host, '')]);
    expect([slow?.status, silent?.status]).toEqual([408, 408]);
  });

  it('stops waiting when told to', async () => {
    const listener = await listen();
    await expect(listener.receive('right', AbortSignal.abort(new Error('late')))).rejects.toThrow('late');
  });
});
