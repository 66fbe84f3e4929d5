import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProgram, type Program } from '../fakes/mcpctl.ts';

/** `MCPCTL_LONG=yes npm test -- test/state/faults` does what the security page promises; a usual run a sample of it. */
const LONG = process.env.MCPCTL_LONG === 'yes';
const KILLS = LONG ? 150 : 5;
const [WRITERS, ROUNDS] = LONG ? [8, 50] : [5, 2];

const MICROSOFT = resolve('fixtures/manifests/microsoft.json');
const INSTALL = ['install', MICROSOFT, '--set', 'microsoft.client_secret=env:SECRET'];
const env = { SECRET: 'a-client-secret' };

let program: Program;
beforeEach(() => {
  program = createProgram();
});
afterEach(() => program.remove());

const apps = async () => (await program.run(['list', '--json'])).json().apps;

/** Milliseconds of a whole install here and now: kills are spread over it. */
async function durationOfInstall(): Promise<number> {
  const start = performance.now();
  await program.run([...INSTALL, '--project', 'measured'], { env });
  return performance.now() - start;
}

describe('a process killed in the middle', () => {
  it(
    'leaves all of an app or nothing, and the next run converges',
    async () => {
      const duration = await durationOfInstall();
      for (let kill = 0; kill < KILLS; kill++) {
        const child = program.start(INSTALL, { env });
        const ended = once(child, 'exit');
        await delay((duration * (kill + 1)) / KILLS);
        child.kill('SIGKILL');
        await ended;
        const found = await apps();
        expect([0, 1]).toContain(found.length);
        const { code } = await program.run(INSTALL, { env });
        expect(code).toBe(0);
        const whole = (await program.run(['show', 'my-microsoft-app', '--json'])).json();
        expect(whole).toMatchObject({ providers: [{ has_client_secret: true }] });
        expect(whole.oauth_bindings).toHaveLength(2);
        expect((await program.run(['uninstall', 'my-microsoft-app', '--yes'])).code).toBe(0);
        expect((await program.run(['provider', 'list'])).out).toBe('');
      }
    },
    LONG ? 600_000 : 60_000,
  );
});

describe('processes that write at the same time', () => {
  it(
    'lose nothing and never see a locked database',
    async () => {
      const writer = async (name: string) => {
        for (let round = 0; round < ROUNDS; round++) {
          const { code, err } = await program.run(['provider', 'create', `${name}-${round}`, '--client-id', 'x']);
          expect(err).toBe('');
          expect(code).toBe(0);
        }
      };
      await Promise.all(Array.from({ length: WRITERS }, (_, index) => writer(`writer-${index}`)));
      const { providers } = (await program.run(['provider', 'list', '--json'])).json();
      expect(providers).toHaveLength(WRITERS * ROUNDS);
    },
    LONG ? 600_000 : 60_000,
  );

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

  // Root may write anywhere, so that a read-only folder shows nothing to it.
  it.skipIf(process.getuid?.() === 0)('ends with 5 when the folder is read-only', async () => {
    await program.run(['list']);
    chmodSync(state(), 0o500);
    const { code, err } = await program.run(INSTALL, { env });
    chmodSync(state(), 0o700);
    expect(code).toBe(5);
    expect(err).toContain('error[state-permissions]');
  });

  it('ends with 5 when a secret was encrypted under another master key', async () => {
    await program.run(INSTALL, { env });
    const other = { MCPCTL_MASTER_KEY: Buffer.alloc(32, 8).toString('base64') };
    const { code, err } = await program.run(['reinstall', 'my-microsoft-app', '--yes'], { env: other });
    expect(code).toBe(5);
    expect(err).toContain('error[secret-unreadable]');
    expect(err).toContain('--ask');
  });

  it('ends with 5 when the client id was edited in the database, and sends the secret nowhere', async () => {
    await program.run(INSTALL, { env });
    const { default: Libsql } = await import('libsql');
    const database = new Libsql(join(state(), 'mcpctl.db'));
    database.exec(`UPDATE providers SET record = replace(record, 'your-azure-app-client-id', 'somebody-elses')`);
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.close();
    const { code, err } = await program.run(['reinstall', 'my-microsoft-app', '--yes'], { env });
    expect(code).toBe(5);
    expect(err).toContain('error[secret-unreadable]');
  });
});
