import { afterAll, beforeAll, expect, it } from 'vitest';
import { AGREEING } from '../fakes/browser.ts';
import { expireTokens } from '../fakes/expire.ts';
import { createProgram } from '../fakes/mcpctl.ts';
import { startWorld, type World } from '../fakes/world.ts';

/** 50 in a long run: MCPCTL_RACERS=50 MCPCTL_RACES=20. */
const RACERS = Number(process.env.MCPCTL_RACERS ?? 12);
const RACES = Number(process.env.MCPCTL_RACES ?? 2);

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const refreshes = () =>
  world.authorizationServer.requests.filter(({ parameters }) => parameters.grant_type === 'refresh_token');

/** A refresh token that is used twice ends its grant at this server (RFC 9700, section 4.14.2). */
async function replayLastRefresh(): Promise<void> {
  const { refresh_token, client_id } = refreshes().at(-1)?.parameters ?? {};
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: String(refresh_token),
    client_id: String(client_id),
  });
  const answer = await fetch(`${world.authorizationServer.issuer}/token`, { method: 'POST', body });
  expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
}

it('many processes, one refresh, and all are served', { timeout: 600_000 }, async () => {
  const program = createProgram({ BROWSER: AGREEING });
  const connected = await program.run(['connect', world.crm.url, '--name', 'crm', '--verbose']);
  expect(connected.code, connected.err).toBe(0);
  for (let race = 0; race < RACES; race += 1) {
    await expireTokens(program.home);
    const before = refreshes().length;
    const runs = await Promise.all(Array.from({ length: RACERS }, () => program.run(['token', 'crm'])));
    expect(runs.map(({ code, err }) => [code, err])).toEqual(runs.map(() => [0, '']));
    expect(new Set(runs.map(({ out }) => out)).size).toBe(1);
    expect(refreshes().length - before).toBe(1);
  }
  program.remove();
});

it('a refused refresh token needs a person, once and for all', async () => {
  const program = createProgram({ BROWSER: AGREEING });
  const connected = await program.run(['connect', world.crm.url, '--name', 'crm', '--verbose']);
  expect(connected.code, connected.err).toBe(0);
  await expireTokens(program.home);
  expect((await program.run(['token', 'crm'])).code).toBe(0);
  await replayLastRefresh();
  await expireTokens(program.home);
  const before = refreshes().length;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const run = await program.run(['token', 'crm']);
    expect([run.code, run.out]).toEqual([4, '']);
    expect(run.err).toContain('mcpctl connect crm');
  }
  expect(refreshes().length - before).toBe(1);
  expect((await program.run(['connect', 'crm'])).code).toBe(0);
  expect((await program.run(['token', 'crm'])).code).toBe(0);
  program.remove();
});
