import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGREEING } from '../../fakes/browser.ts';
import { expireTokens } from '../../fakes/expire.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { needsPostgres } from '../../fakes/needs.ts';
import { type Postgres, startPostgres } from '../../fakes/postgres.ts';
import { startWorld, type World } from '../../fakes/world.ts';

/** `npm run race` sets 50 and 20. */
const RACERS = Number(process.env.MCPCTL_RACERS ?? 8);
const RACES = Number(process.env.MCPCTL_RACES ?? 2);

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const refreshes = (of = world) =>
  of.authorizationServer.requests.filter(({ parameters }) => parameters.grant_type === 'refresh_token');

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

async function connected(of: World, env: Record<string, string> = {}): Promise<Program> {
  const program = createProgram({ BROWSER: AGREEING, ...env });
  const { code, err } = await program.run(['connect', of.crm.url, '--name', 'crm']);
  expect(code, err).toBe(0);
  return program;
}

/** Everybody asks at once; what each of them got. The server ends the grant when a refresh token is used twice. */
async function race(program: Program): Promise<string[]> {
  const runs = await Promise.all(Array.from({ length: RACERS }, () => program.run(['token', 'crm'])));
  expect(runs.map(({ code, err }) => [code, err])).toEqual(runs.map(() => [0, '']));
  return [...new Set(runs.map(({ out }) => out.trim()))];
}

describe.each([
  ['SQLite', {}],
  ['PostgreSQL', needsPostgres],
])('many processes with one refresh token in %s', (database, needed) => {
  let postgres: Postgres | undefined;
  afterAll(() => postgres?.stop());

  it('refresh it once, and all are served', { timeout: 1_800_000, ...needed }, async () => {
    if (database === 'PostgreSQL') postgres = await startPostgres();
    const url = postgres?.createDatabase();
    const program = await connected(world, url ? { MCPCTL_DATABASE_URL: url } : {});
    for (let round = 1; round <= RACES; round += 1) {
      await expireTokens(program.home, url);
      const before = refreshes().length;
      expect(await race(program)).toHaveLength(1);
      expect(refreshes().length - before).toBe(1);
    }
    program.remove();
  });
});

describe('tokens that live five seconds', () => {
  const LIFE = 5;

  it('are renewed once for all who ask, and handed out alive', { timeout: 600_000 }, async () => {
    const short = await startWorld({ accessTokenSeconds: LIFE });
    const program = await connected(short);
    for (let round = 1; round <= RACES; round += 1) {
      await expireTokens(program.home);
      const before = refreshes(short).length;
      const started = Date.now();
      const tokens = await race(program);
      // A slow machine takes longer than a token lives, and then the next one is due.
      const lives = Math.ceil((Date.now() - started) / (LIFE * 900));
      expect(tokens.length).toBeLessThanOrEqual(lives);
      expect(refreshes(short).length - before).toBe(tokens.length);
    }
    const { access_token: token, expires_at: end } = (await program.run(['token', 'crm', '--json'])).json();
    expect(Date.parse(end) - Date.now()).toBeLessThanOrEqual(LIFE * 1000);
    const answer = await fetch(short.crm.url, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).not.toBe(401);
    program.remove();
    await short.close();
  });
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
