import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { needsPostgres } from '../../fakes/needs.ts';
import { type Postgres, startPostgres } from '../../fakes/postgres.ts';

/** `MCPCTL_LONG=yes npm test -- test/journeys/state/faults.test.ts` runs all that docs/defences.md promises; other runs take a sample. */
const LONG = process.env.MCPCTL_LONG === 'yes';
/** Writers, and how many transactions each does. */
const CROWDS: [number, number][] = LONG
  ? [
      [8, 50],
      [32, 20],
    ]
  : [[5, 2]];

const MICROSOFT = resolve('fixtures/manifests/microsoft.json');
const INSTALL = ['install', MICROSOFT, '--set', 'microsoft.client_secret=env:SECRET'];
const env = { SECRET: 'a-client-secret' };

let program: Program;
beforeEach(() => {
  program = createProgram();
});
afterEach(() => program.remove());

const apps = async () => (await program.run(['list', '--json'])).json().apps;

for (const [database, needed] of [
  ['SQLite', {}],
  ['PostgreSQL', needsPostgres],
] as const) {
  describe(`processes that write at the same time, with ${database},`, needed, () => {
    let postgres: Postgres | undefined;
    beforeAll(async () => {
      if (database === 'PostgreSQL') postgres = await startPostgres();
    });
    afterAll(() => postgres?.stop());

    it.each(CROWDS)(
      'lose nothing and never see a locked database: %i writers, %i transactions each',
      async (writers, rounds) => {
        const shared: Record<string, string> = postgres ? { MCPCTL_DATABASE_URL: postgres.createDatabase() } : {};
        const writer = async (name: string) => {
          for (let round = 0; round < rounds; round++) {
            const create = ['provider', 'create', `${name}-${round}`, '--client-id', 'x'];
            const { code, err } = await program.run(create, { env: shared });
            expect(err).toBe('');
            expect(code).toBe(0);
          }
        };
        await Promise.all(Array.from({ length: writers }, (_, index) => writer(`writer-${index}`)));
        const { providers } = (await program.run(['provider', 'list', '--json'], { env: shared })).json();
        expect(providers).toHaveLength(writers * rounds);
      },
      LONG ? 600_000 : 60_000,
    );
  });
}

describe('processes that install at the same time', () => {
  it('install an app once', async () => {
    const runs = await Promise.all(Array.from({ length: 4 }, () => program.run(INSTALL, { env })));
    // Who comes second finds it installed, or finds that the state has changed under the plan.
    expect(runs.map(({ code }) => code).filter((code) => code !== 0 && code !== 3)).toEqual([]);
    expect(runs.some(({ code }) => code === 0)).toBe(true);
    expect(await apps()).toHaveLength(1);
    expect((await program.run(['provider', 'list', '--json'])).json().providers).toHaveLength(1);
  });
});

describe('a state that cannot be used', () => {
  const state = () => join(program.home, 'state');

  it.each([
    ['empty', ''],
    ['foreign', 'dear diary, '.repeat(100)],
  ])('ends with 5 and stays as it is when the database is %s', async (_name, content) => {
    mkdirSync(state(), { mode: 0o700 });
    writeFileSync(join(state(), 'mcpctl.db'), content, { mode: 0o600 });
    const { code, err, out } = await program.run(['list']);
    expect(code).toBe(5);
    expect(err).toContain('error[state-damaged]');
    expect(err).toContain('mcpctl doctor');
    expect(err + out).not.toContain('at ');
    expect(readFileSync(join(state(), 'mcpctl.db'), 'utf8')).toBe(content);
  });

  it('ends with 5 when a secret was encrypted under another master key', async () => {
    await program.run(INSTALL, { env });
    const other = { MCPCTL_MASTER_KEY: Buffer.alloc(32, 8).toString('base64') };
    const { code, err } = await program.run(['reinstall', 'my-microsoft-app', '--yes'], { env: other });
    expect(code).toBe(5);
    expect(err).toContain('error[secret-unreadable]');
    expect(err).toContain('--ask');
  });

  it('asks for the secret anew when the client id was edited in the database, and sends the old one nowhere', async () => {
    await program.run(INSTALL, { env });
    const { default: Libsql } = await import('libsql');
    const database = new Libsql(join(state(), 'mcpctl.db'));
    database.exec(`UPDATE providers SET record = replace(record, 'your-azure-app-client-id', 'somebody-elses')`);
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.close();
    const { code, err } = await program.run(['reinstall', 'my-microsoft-app', '--yes'], { env });
    expect(code).toBe(2);
    expect(err).toContain('error[answer-missing]');
    expect(err).toContain('--set microsoft.client_secret=');
  });
});
