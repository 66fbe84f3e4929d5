/**
 * kill -9 at every point where the program writes something. `MCPCTL_LONG=yes npm test -- test/journeys/state/kill.test.ts`
 * runs all that docs/defences.md promises and prints its figures; other runs take a sample.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { systemClock as clock } from '../../../src/adapters/clock.ts';
import { openPostgresState } from '../../../src/adapters/postgres.ts';
import { openSqliteState } from '../../../src/adapters/sqlite.ts';
import { createProgram, MASTER_KEY, type Program } from '../../fakes/mcpctl.ts';
import { needsPostgres } from '../../fakes/needs.ts';
import { startPostgres } from '../../fakes/postgres.ts';
import { env, killAtRandom, killEverywhere, LONG, type MakeWorld, type World } from './killing.ts';

const TIMEOUT = LONG ? 1_800_000 : 60_000;
const NAME = 'my-microsoft-app';
const MANIFEST = resolve('fixtures/manifests/microsoft.json');
const INSTALL = ['install', MANIFEST, '--set', 'microsoft.client_secret=env:SECRET'];

const folder = mkdtempSync(join(tmpdir(), 'mcpctl-killed-'));
const CHANGED = join(folder, 'changed.json');
beforeAll(() => {
  const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8'));
  manifest.oauth_providers.microsoft.default_scopes.push('Files.Read');
  writeFileSync(CHANGED, JSON.stringify(manifest));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One database's worlds, and what must be stopped at the end. */
interface Worlds {
  readonly empty: MakeWorld;
  readonly installed: MakeWorld;
  stop?(): Promise<void>;
}

async function installedIn(program: Program): Promise<void> {
  const { code, err } = await program.run(INSTALL, { env });
  if (code !== 0) throw new Error(err);
}

async function sqliteWorlds(): Promise<Worlds> {
  const template = join(folder, 'state');
  const empty = () => sqliteWorld({ MCPCTL_MASTER_KEY: MASTER_KEY });
  const { program } = empty();
  await installedIn(program);
  cpSync(join(program.home, 'state'), template, { recursive: true });
  program.remove();
  const installed = () => {
    const world = empty();
    cpSync(template, join(world.program.home, 'state'), { recursive: true });
    return world;
  };
  return { empty, installed };
}

function sqliteWorld(environment: Record<string, string>): World {
  const program = createProgram(environment);
  return { program, environment, open: () => openSqliteState({ home: join(program.home, 'state'), clock }) };
}

async function postgresWorlds(): Promise<Worlds> {
  const postgres = await startPostgres();
  const world = (template?: string): World => {
    const url = postgres.createDatabase(template);
    const environment = { MCPCTL_MASTER_KEY: MASTER_KEY };
    const program = createProgram({ ...environment, MCPCTL_DATABASE_URL: url });
    return { program, environment, open: () => openPostgresState({ url }) };
  };
  const template = postgres.createDatabase();
  const program = createProgram({ MCPCTL_DATABASE_URL: template });
  await installedIn(program);
  program.remove();
  return { empty: () => world(), installed: () => world(template), stop: () => postgres.stop() };
}

for (const [database, make, needed] of [
  ['SQLite', sqliteWorlds, {}],
  ['PostgreSQL', postgresWorlds, needsPostgres],
] as const) {
  describe(`a process killed at any point, with ${database},`, needed, () => {
    let worlds: Worlds;
    beforeAll(async () => {
      worlds = await make();
    });
    afterAll(() => worlds?.stop?.());

    it('leaves all of an installation or nothing', () => killEverywhere(worlds.empty, INSTALL), TIMEOUT);
    it.each([
      ['an upgrade', ['upgrade', NAME, CHANGED]],
      ['a reinstallation', ['reinstall', NAME, '--yes']],
      ['an uninstallation', ['uninstall', NAME, '--yes']],
    ])('leaves all of %s or nothing', (_name, args) => killEverywhere(worlds.installed, args), TIMEOUT);
    it('leaves all or nothing at any moment', () => killAtRandom(worlds.empty, INSTALL), TIMEOUT);
  });
}

describe('a process killed at any point, with a key file,', () => {
  const empty = () => sqliteWorld({ MCPCTL_MASTER_KEY: '', MCPCTL_KEY_STORE: 'file' });
  const installed = async () => {
    const world = empty();
    await installedIn(world.program);
    return world;
  };

  it('leaves no secret without its key while the key is made', () => killEverywhere(empty, INSTALL), TIMEOUT);
  it(
    'leaves no secret without its key while it is changed',
    () => killEverywhere(installed, ['keys', 'rotate']),
    TIMEOUT,
  );
});
