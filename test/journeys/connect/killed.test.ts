import type { ChildProcess } from 'node:child_process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AGREEING } from '../../fakes/browser.ts';
import { expireLeases, expireTokens } from '../../fakes/expire.ts';
import { type Hostile, startHostile } from '../../fakes/hostile.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';

// The server has rotated the refresh token, and the process that asked dies before it has saved the new one.

let server: Hostile;
let program: Program;
beforeEach(async () => {
  server = await startHostile();
  program = createProgram({ BROWSER: AGREEING });
  const { code, err } = await program.run(['connect', server.url, '--name', 'srv']);
  expect(code, err).toBe(0);
  await expireTokens(program.home);
});
afterEach(async () => {
  await server.close();
  program.remove();
});

const refreshes = () =>
  server.asked.filter(({ body }) => new URLSearchParams(body).get('grant_type') === 'refresh_token');

/** `kill -9` at the moment when the request has been seen and the answer is not out yet. */
async function killWhileRefreshing(): Promise<void> {
  let child: ChildProcess | undefined;
  server.set({
    '/token': () => {
      child?.kill('SIGKILL');
      return { body: { access_token: 'good', token_type: 'Bearer', expires_in: 3600, refresh_token: 'lost' } };
    },
  });
  child = program.start(['token', 'srv']);
  const signal = await new Promise((done) => child?.on('close', (_code, by) => done(by)));
  expect(signal).toBe('SIGKILL');
  expect(refreshes()).toHaveLength(1);
  await expireLeases(program.home);
}

it('needs a person, once and for all, where a used refresh token is theft', { timeout: 60_000 }, async () => {
  await killWhileRefreshing();
  server.set({ '/token': { status: 400, body: { error: 'invalid_grant' } } });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const { code, out, err } = await program.run(['token', 'srv']);
    expect([code, out]).toEqual([4, '']);
    expect(err).toContain('error[reconnect-needed]');
    expect(err).toContain('mcpctl connect srv');
  }
  expect(refreshes()).toHaveLength(2);
});

it('goes on where the server gives the answer again', { timeout: 60_000 }, async () => {
  await killWhileRefreshing();
  server.set({
    '/token': { body: { access_token: 'good', token_type: 'Bearer', expires_in: 3600, refresh_token: 'next' } },
  });
  expect(await program.run(['token', 'srv'])).toMatchObject({ code: 0, out: 'good\n' });
  expect(await program.run(['token', 'srv'])).toMatchObject({ code: 0, out: 'good\n' });
  expect(refreshes().map(({ body }) => new URLSearchParams(body).get('refresh_token'))).toEqual(['again', 'again']);
});
