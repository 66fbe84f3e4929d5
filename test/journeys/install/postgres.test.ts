import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { needsPostgres } from '../../fakes/needs.ts';
import { type Postgres, startPostgres } from '../../fakes/postgres.ts';

const INSTALL = [
  'install',
  resolve('fixtures/manifests/microsoft.json'),
  '--set',
  'microsoft.client_secret=env:SECRET',
];
const env = { SECRET: 'a-client-secret' };

describe('two machines that share a PostgreSQL database', needsPostgres, () => {
  let postgres: Postgres;
  let machines: Program[];
  beforeAll(async () => {
    postgres = await startPostgres();
    const MCPCTL_DATABASE_URL = postgres.createDatabase();
    machines = [createProgram({ MCPCTL_DATABASE_URL }), createProgram({ MCPCTL_DATABASE_URL })];
  });
  afterAll(async () => {
    for (const machine of machines) machine.remove();
    await postgres?.stop();
  });

  it("see each other's installs, and open each other's secrets with the same master key", async () => {
    const [one, other] = machines as [Program, Program];
    expect((await one.run(INSTALL, { env })).code).toBe(0);
    expect((await other.run(['list'])).out).toContain('my-microsoft-app');
    expect((await other.run(['reinstall', 'my-microsoft-app', '--yes'])).code).toBe(0);
    const stranger = { MCPCTL_MASTER_KEY: Buffer.alloc(32, 3).toString('base64') };
    const refused = await one.run(['reinstall', 'my-microsoft-app', '--yes'], { env: stranger });
    expect(refused.err).toContain('error[secret-unreadable]');
    expect((await one.run(['uninstall', 'my-microsoft-app', '--yes'])).code).toBe(0);
    expect((await other.run(['list'])).out).toBe('');
  });

  it('lose nothing when both write at the same time', async () => {
    const creations = machines.flatMap((machine, index) =>
      [1, 2, 3].map((number) => machine.run(['provider', 'create', `machine-${index}-${number}`])),
    );
    expect((await Promise.all(creations)).map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
    const [one] = machines as [Program];
    expect((await one.run(['provider', 'list', '--json'])).json().providers).toHaveLength(6);
  });
});
