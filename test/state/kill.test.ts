/**
 * kill -9 at every point where something is written. `MCPCTL_LONG=yes npm test -- test/state/kill` does all that the
 * security page promises and prints its figures; a usual run takes a sample.
 */
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock as clock } from '../../src/adapters/clock.ts';
import { openPostgresState } from '../../src/adapters/postgres.ts';
import { openSqliteState } from '../../src/adapters/sqlite.ts';
import { createSecrets } from '../../src/adapters/vault.ts';
import type { State } from '../../src/ports.ts';
import { readProject } from '../../src/usecases/installing/project-state.ts';
import { clientSecretContext } from '../../src/usecases/tokens/secret-context.ts';
import { createProgram, MASTER_KEY, type Program } from '../fakes/mcpctl.ts';
import { type Postgres, postgresPrograms, startPostgres } from '../fakes/postgres.ts';

const LONG = process.env.MCPCTL_LONG === 'yes';
const ROUNDS = LONG ? 3 : 1;
/** Every so many points in a usual run, so that a defect of one stage is still met. */
const STRIDE = LONG ? 1 : 17;
const RANDOM_KILLS = LONG ? 150 : 3;
const TIMEOUT = LONG ? 900_000 : 60_000;

const PRELOADED = { NODE_OPTIONS: `--require ${resolve('test/fakes/fault-points.cjs')}` };
const env = { SECRET: 'a-client-secret' };
const NAME = 'my-microsoft-app';
const MANIFEST = resolve('fixtures/manifests/microsoft.json');
const SET = ['--set', 'microsoft.client_secret=env:SECRET'];
const INSTALL = ['install', MANIFEST, ...SET];

/** A home with everything in it, ready for one kill. */
interface World {
  readonly program: Program;
  open(): Promise<State>;
}

type MakeWorld = () => World;

const secrets = createSecrets(async () => Buffer.from(MASTER_KEY, 'base64'));

/** What a person would see of the state; throws where a row hangs in the air or a secret does not open. */
async function look(world: World): Promise<unknown> {
  const state = await world.open();
  const { installations, providers } = await state.read((tables) => readProject('default', tables));
  await state.close();
  const ids = new Set(providers.map(({ id }) => id));
  for (const { oauthBindings, providerBindings } of installations) {
    for (const { providerId } of [...oauthBindings, ...providerBindings]) expect(ids).toContain(providerId);
  }
  for (const provider of providers) {
    expect(installations.map(({ id }) => id)).toContain(provider.installationId);
    if (!provider.clientSecret) throw new Error(`${provider.name} has lost its secret`);
    expect((await secrets.open(provider.clientSecret, clientSecretContext(provider))).reveal()).toBe(env.SECRET);
  }
  return {
    apps: installations.map(({ name, manifestSha256, oauthBindings }) => [name, manifestSha256, oauthBindings.length]),
    providers: providers.map(({ name, scopes }) => [name, scopes.map(({ scope }) => scope)]),
  };
}

/** Runs a command once to its end: how the state looks before and after, and how many fault points there are. */
async function rehearse(make: MakeWorld, args: readonly string[]) {
  const untouched = make();
  // Looking makes an empty database, which the command is to make itself.
  const before = await look(untouched);
  untouched.program.remove();
  const world = make();
  const file = join(world.program.home, 'points');
  const { code, err } = await world.program.run(args, { env: { ...env, ...PRELOADED, MCPCTL_FAULT_POINTS: file } });
  if (code !== 0) throw new Error(err);
  const after = await look(world);
  const points = Number(readFileSync(file, 'utf8'));
  world.program.remove();
  return { before, after, points };
}

/** After a kill: all or nothing, and the same command once more does the rest. Returns its milliseconds. */
async function converge(world: World, args: readonly string[], before: unknown, after: unknown): Promise<number> {
  const found = await look(world);
  expect([before, after]).toContainEqual(found);
  const start = performance.now();
  const { code, err } = await world.program.run(args, { env });
  const milliseconds = performance.now() - start;
  // Who uninstalls what is gone is told so.
  if (code !== 0)
    expect([args[0], JSON.stringify(found), err]).toEqual([
      'uninstall',
      JSON.stringify(after),
      expect.stringContaining('app-unknown'),
    ]);
  expect(await look(world)).toEqual(after);
  return milliseconds;
}

async function killEverywhere(make: MakeWorld, args: readonly string[], rounds = ROUNDS): Promise<void> {
  const { before, after, points } = await rehearse(make, args);
  expect(points).toBeGreaterThan(4);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (let point = round; point < points; point += STRIDE) {
      const world = make();
      const child = world.program.start(args, { env: { ...env, ...PRELOADED, MCPCTL_FAULT_POINT: String(point) } });
      child.stdout?.resume();
      child.stderr?.resume();
      const [, signal] = await once(child, 'exit');
      expect(signal).toBe('SIGKILL');
      times.push(await converge(world, args, before, after));
      world.program.remove();
    }
  }
  tell(`${args[0]}: ${points} fault points, ${times.length} kills`, times);
}

function tell(what: string, times: readonly number[]): void {
  if (!LONG) return;
  const sorted = [...times].sort((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  console.info(`${what}; the next run took ${median.toFixed(0)} ms (median), ${sorted.at(-1)?.toFixed(0)} ms (most)`);
}

describe('a process killed at any point, with SQLite,', () => {
  const emptyWorld: MakeWorld = () => {
    const program = createProgram();
    return { program, open: () => openSqliteState({ home: join(program.home, 'state'), clock }) };
  };
  let installed: string;
  let changed: string;
  beforeAll(async () => {
    const { program } = emptyWorld();
    expect((await program.run(INSTALL, { env })).code).toBe(0);
    installed = join(mkdtempSync(join(tmpdir(), 'mcpctl-installed-')), 'state');
    cpSync(join(program.home, 'state'), installed, { recursive: true });
    program.remove();
    const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8'));
    manifest.oauth_providers.microsoft.default_scopes.push('Files.Read');
    changed = join(installed, '..', 'changed.json');
    writeFileSync(changed, JSON.stringify(manifest));
  });
  afterAll(() => rmSync(join(installed, '..'), { recursive: true, force: true }));

  const installedWorld: MakeWorld = () => {
    const world = emptyWorld();
    cpSync(installed, join(world.program.home, 'state'), { recursive: true });
    return world;
  };

  it('leaves all of an installation or nothing', () => killEverywhere(emptyWorld, INSTALL), TIMEOUT);
  it(
    'leaves all of an upgrade or nothing',
    () => killEverywhere(installedWorld, ['upgrade', NAME, changed], 1),
    TIMEOUT,
  );
  it(
    'leaves all of a reinstallation or nothing',
    () => killEverywhere(installedWorld, ['reinstall', NAME, '--yes'], 1),
    TIMEOUT,
  );
  it(
    'leaves all of an uninstallation or nothing',
    () => killEverywhere(installedWorld, ['uninstall', NAME, '--yes'], 1),
    TIMEOUT,
  );

  it('leaves all or nothing at any moment', () => killAtRandom(emptyWorld), TIMEOUT);
});

const programs = postgresPrograms();

describe.skipIf(!programs)('a process killed at any point, with PostgreSQL,', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres(programs ?? '');
  });
  afterAll(() => postgres?.stop());

  const world: MakeWorld = () => {
    const url = postgres.createDatabase();
    return { program: createProgram({ MCPCTL_DATABASE_URL: url }), open: () => openPostgresState({ url }) };
  };

  it('leaves all of an installation or nothing', () => killEverywhere(world, INSTALL), TIMEOUT);
  it('leaves all or nothing at any moment', () => killAtRandom(world), TIMEOUT);
});

/** Kills are spread over the time of a whole install, here and now. */
async function killAtRandom(make: MakeWorld): Promise<void> {
  const start = performance.now();
  const { before, after } = await rehearse(make, INSTALL);
  const duration = performance.now() - start;
  const times: number[] = [];
  for (let kill = 0; kill < RANDOM_KILLS; kill++) {
    const world = make();
    const child = world.program.start(INSTALL, { env });
    child.stdout?.resume();
    child.stderr?.resume();
    const ended = once(child, 'exit');
    await delay(duration * Math.random());
    child.kill('SIGKILL');
    await ended;
    times.push(await converge(world, INSTALL, before, after));
    world.program.remove();
  }
  tell(`${RANDOM_KILLS} kills at random moments`, times);
}
