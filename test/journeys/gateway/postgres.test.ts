import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGREEING } from '../../fakes/browser.ts';
import { expireTokens } from '../../fakes/expire.ts';
import { startGateway } from '../../fakes/gateway.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { needsPostgres } from '../../fakes/needs.ts';
import { type Postgres, startPostgres } from '../../fakes/postgres.ts';
import { startWorld, type World } from '../../fakes/world.ts';

/** What another machine has done is seen in a moment, or later on a busy one. */
const PATIENT = { timeout: 25_000 };

describe('a gateway whose state is in PostgreSQL', needsPostgres, () => {
  let postgres: Postgres;
  let database: string;
  let world: World;
  let here: Program;
  let elsewhere: Program;

  beforeAll(async () => {
    [postgres, world] = await Promise.all([startPostgres(), startWorld()]);
    database = postgres.createDatabase();
    const shared = { MCPCTL_DATABASE_URL: database, MCPCTL_USER: 'ada', BROWSER: AGREEING };
    here = createProgram(shared);
    elsewhere = createProgram(shared);
  });
  afterAll(async () => {
    here?.remove();
    elsewhere?.remove();
    await world?.close();
    await postgres?.stop();
  });

  it('serves what another machine connects and deletes, without a restart, and renews for both', {
    timeout: 90_000,
  }, async () => {
    const mcpctl = async (...args: string[]) => {
      const { code, err } = await elsewhere.run(args);
      expect(code, err).toBe(0);
    };
    const gateway = await startGateway(here);
    const client = await gateway.connect({ mode: 'legacy' });
    const names = async () => (await client.listTools()).tools.map(({ name }) => name);
    expect(await names()).toEqual([]);

    await mcpctl('connect', world.crm.url, '--name', 'people');
    await expect.poll(names, PATIENT).toContain('people_whoami');
    const whoami = () => client.callTool({ name: 'people_whoami', arguments: {} });
    expect(await whoami()).toMatchObject({ content: [{ text: 'ada' }] });

    await expireTokens(here.home, database);
    const [mine, theirs] = await Promise.all([whoami(), elsewhere.run(['call', 'people_whoami'])]);
    expect(mine).toMatchObject({ content: [{ text: 'ada' }] });
    expect(theirs).toMatchObject({ code: 0, out: expect.stringContaining('ada') });
    const renewals = world.authorizationServer.requests.filter(
      ({ parameters }) => parameters.grant_type === 'refresh_token',
    );
    expect(renewals).toHaveLength(1);

    await mcpctl('server', 'delete', 'people', '--yes');
    await expect.poll(names, PATIENT).toEqual([]);
    await client.close();
    await gateway.stop();
  });
});
