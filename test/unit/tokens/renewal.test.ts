import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.ts';
import type { Secrets } from '../../../src/ports/index.ts';
import { token } from '../../../src/usecases/call/token.ts';
import { type Connecting, SCOPE, startConnecting } from '../../fakes/connecting.ts';
import { type Answer, mcp } from '../../fakes/hostile.ts';

// When a token is renewed, and what becomes of an answer that comes too late.

const LIFE_SECONDS = 600;

let one: Connecting;
beforeEach(async () => {
  one = await startConnecting();
  one.server.set({
    '/token': issued('consented'),
    '/mcp': mcp(one.server.origin, ['Bearer consented', 'Bearer again']),
  });
  await one.connect();
});
afterEach(() => one.close());

const issued = (name: string, expires_in = LIFE_SECONDS): Answer => ({
  body: { access_token: name, refresh_token: `refresh-${name}`, token_type: 'Bearer', expires_in },
});

/** The token that a process gets so many seconds after the stored one was issued; nobody sleeps. */
async function tokenAfter(seconds: number, { secrets, state } = anotherProcess()): Promise<string> {
  const { id } = await connection();
  const [stored] = await one.ports.state.read((tables) => tables.accessTokens.ofConnection(id));
  const now = Number(stored?.issuedAt) + seconds * 1000;
  const clock = { ...systemClock, now: () => now, sleep: async () => {} };
  const { secret } = await token('srv', SCOPE, { ...one.ports, secrets, state, clock });
  return secret.reveal();
}

/** Who asks in one process shares one renewal, known by its state. */
function anotherProcess() {
  return { ...one.ports, state: { ...one.ports.state } };
}

async function connection() {
  const [found] = await one.ports.state.read((tables) => tables.connections.list(SCOPE.project));
  if (found === undefined) throw new Error('There is no connection.');
  return found;
}

describe('a token is renewed a minute, or a tenth of its life, before its end', () => {
  it('and not sooner', async () => {
    one.server.set({ '/token': issued('renewed') });
    expect(await tokenAfter(LIFE_SECONDS - 61)).toBe('consented');
    expect(await tokenAfter(LIFE_SECONDS - 50)).toBe('renewed');
  });

  it('and is used to its end where that does not work out', async () => {
    one.server.set({ '/token': { status: 503 } });
    expect(await tokenAfter(LIFE_SECONDS - 50)).toBe('consented');
    await expect(tokenAfter(LIFE_SECONDS + 1)).rejects.toMatchObject({ code: 'server-error' });
  });
});

describe('a refresh token that is dead', () => {
  it.each([
    ['invalid_grant with HTTP 400', { status: 400, body: { error: 'invalid_grant' } }],
    ['invalid_grant with HTTP 200', { body: { error: 'invalid_grant' } }],
    [
      'in the words of GitHub',
      { body: { error: 'bad_refresh_token', error_description: 'It is incorrect or expired.' } },
    ],
    [
      'in a form',
      {
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: 'error=bad_refresh_token&error_description=The+refresh+token+passed+is+incorrect+or+expired.',
      },
    ],
  ])('is sent once, and then a person must connect: %s', async (_how, answer) => {
    one.server.set({ '/token': answer });
    const before = one.asked('/token').length;
    for (let caller = 0; caller < 3; caller++) {
      await expect(tokenAfter(LIFE_SECONDS + caller * 10)).rejects.toMatchObject({ code: 'reconnect-needed' });
    }
    expect(one.asked('/token').length - before).toBe(1);
  });
});

it('the words of a refusal are stored without the secrets that they repeat', async () => {
  const secret = 'refresh-consented-Zx81kQpL0aaV92hGt7Wm';
  one.server.set({
    '/token': { body: { access_token: 'consented', refresh_token: secret, token_type: 'Bearer', expires_in: 600 } },
  });
  await one.connect();
  for (const answer of ['invalid_grant', 'temporarily_unavailable', 'invalid_client']) {
    one.server.set({ '/token': { status: 400, body: { error: answer, error_description: `No ${secret}, sorry.` } } });
    await tokenAfter(LIFE_SECONDS + 1).catch(() => {});
    const stored = JSON.stringify(await connection());
    expect(stored).toContain('sorry');
    expect(stored).not.toContain(secret);
  }
});

describe('a renewal that failed', () => {
  /** A server that is not well is asked twice. */
  const ATTEMPT = 2;
  const asked = () => one.asked('/token').length;

  it.each([
    ['the token, as long as it is good', LIFE_SECONDS - 50, 'consented'],
    ['the refusal, when it is not', LIFE_SECONDS + 1, 'server-error'],
  ])('is not tried again for a second; who asks meanwhile gets %s', async (_what, seconds, expected) => {
    const process = anotherProcess();
    const before = asked();
    one.server.set({ '/token': { status: 503 } });
    for (let caller = 0; caller < 5; caller++) {
      const got = await tokenAfter(seconds + caller / 10, process).catch(({ code }) => code);
      expect(got).toBe(expected);
    }
    expect(asked() - before).toBe(ATTEMPT);
    one.server.set({ '/token': issued('renewed') });
    expect(await tokenAfter(seconds + 1, process)).toBe('renewed');
  });

  it('keeps nobody from a new consent', async () => {
    const process = anotherProcess();
    one.server.set({ '/token': { status: 503 } });
    await expect(tokenAfter(LIFE_SECONDS + 1, process)).rejects.toMatchObject({ code: 'server-error' });
    one.server.set({ '/token': issued('again', 1) });
    await one.connect();
    one.server.set({ '/token': issued('renewed') });
    expect(await tokenAfter(1, process)).toBe('renewed');
  });
});

describe('a lease of another process', () => {
  /** What a caller gets, and how long it waits: the clock moves only while it sleeps. */
  async function callerOf(isPresent: boolean) {
    const holder = { owner: 'another', until: 0, process: '4711' };
    const { id } = await one.provider();
    await one.ports.state.write(async (tables) => {
      const found = await tables.connections.find(id, SCOPE.user);
      if (found === undefined) throw new Error('There is no connection.');
      const [row] = await tables.accessTokens.ofConnection(found.id);
      if (row) await tables.accessTokens.save({ ...row, issuedAt: 0, expiresAt: 1 });
      await tables.connections.save({ ...found, lease: { ...holder, until: systemClock.now() + 15_000 } });
    });
    let now = systemClock.now();
    const since = now;
    const sleep = async (milliseconds: number) => {
      now += milliseconds;
    };
    const clock = { ...systemClock, now: () => now, sleep };
    const state = { ...one.ports.state, isPresent: async () => isPresent };
    one.server.set({ '/token': issued('renewed') });
    const { secret } = await token('srv', SCOPE, { ...one.ports, state, clock });
    return { got: secret.reveal(), waited: now - since };
  }

  it('that is gone is taken over at once', async () => {
    expect(await callerOf(false)).toEqual({ got: 'renewed', waited: 0 });
  });

  it('that lives is waited for', async () => {
    const { got, waited } = await callerOf(true);
    expect(got).toBe('renewed');
    expect(waited).toBeGreaterThan(14_000);
  });
});

describe('what a renewal gets after a new consent was saved', () => {
  /** A renewal is on its way, a person consents again, and only then the renewal gets its answer. */
  async function renewingMeanwhile(late: Answer): Promise<string> {
    one.server.set({
      '/token': ({ body }) => {
        if (new URLSearchParams(body).get('grant_type') !== 'refresh_token') return issued('again', 2 * LIFE_SECONDS);
        return { ...late, after: one.connect() };
      },
    });
    return tokenAfter(LIFE_SECONDS - 1);
  }

  it.each([
    ['a token', issued('late')],
    ['a refusal', { status: 400, body: { error: 'invalid_grant' } }],
  ])('is not kept when it is %s', async (_what, late) => {
    expect(await renewingMeanwhile(late)).toBe('again');
    expect(await connection()).toMatchObject({ status: 'connected' });
    expect(await connection()).not.toHaveProperty('lastError');
    one.server.set({ '/token': issued('renewed') });
    expect(await tokenAfter(2 * LIFE_SECONDS - 1)).toBe('renewed');
    expect(one.form('/token').at(-1)?.get('refresh_token')).toBe('refresh-again');
  });

  it('is not asked for with the refresh token from before', async () => {
    one.server.set({
      '/token': ({ body }) =>
        new URLSearchParams(body).has('code') ? issued('again', LIFE_SECONDS / 2) : issued('renewed'),
    });
    let consent: Promise<unknown> | undefined;
    const open: Secrets['open'] = async (...sealed) => {
      consent ??= one.connect();
      await consent;
      return one.ports.secrets.open(...sealed);
    };
    const secrets = { ...one.ports.secrets, open };
    expect(await tokenAfter(LIFE_SECONDS - 1, { ...anotherProcess(), secrets })).toBe('renewed');
    expect(one.form('/token').map((form) => form.get('refresh_token'))).toEqual([null, null, 'refresh-again']);
  });
});
