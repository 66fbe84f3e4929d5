/** kill -9 at every point of a command where something is written, and what must be true afterwards. */
import { once } from 'node:events';
import { readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { createKeyStore } from '../../../src/adapters/key-store.ts';
import { createPrompts } from '../../../src/adapters/prompts.ts';
import { createSecrets } from '../../../src/adapters/vault.ts';
import type { State } from '../../../src/ports/index.ts';
import { clientSecretContext } from '../../../src/tokens/associated-data.ts';
import { readProject } from '../../../src/usecases/install/project-state.ts';
import type { Program } from '../../fakes/mcpctl.ts';

export const LONG = process.env.MCPCTL_LONG === 'yes';
const ROUNDS = LONG ? 3 : 1;
/** Every so many points in a usual run, so that a defect of one stage is still met. CI runs fewer on its second Node. */
const USUAL_STRIDE = process.env.MCPCTL_SAMPLE ? 141 : 47;
const STRIDE = LONG ? 1 : USUAL_STRIDE;
const FIRST = LONG ? 0 : 5;
const RANDOM_KILLS = LONG ? 150 : 3;

const PRELOADED = { NODE_OPTIONS: `--require ${resolve('test/fakes/fault-points.cjs')}` };

/** What the secret of each provider is. */
export const env = { SECRET: 'a-client-secret' };

/** A home with everything in it, ready for one kill. */
export interface World {
  readonly program: Program;
  /** Where its master key is, as the program is told. */
  readonly environment: Record<string, string>;
  open(): Promise<State>;
}

export type MakeWorld = () => World | Promise<World>;

/** What a person would see of the state; throws where a row hangs in the air or a secret does not open. */
async function look(world: World): Promise<unknown> {
  const prompts = createPrompts({ allowed: false, yes: false });
  const home = join(world.program.home, 'state');
  const secrets = createSecrets(createKeyStore({ home, environment: world.environment, prompts }).masterKey);
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
  const untouched = await make();
  // Looking makes an empty database, which the command is to make itself.
  const before = await look(untouched);
  untouched.program.remove();
  const world = await make();
  const file = join(world.program.home, 'points');
  const { code, err } = await world.program.run(args, { env: { ...env, ...PRELOADED, MCPCTL_FAULT_POINTS: file } });
  if (code !== 0) throw new Error(err);
  const after = await look(world);
  const points = Number(readFileSync(file, 'utf8'));
  world.program.remove();
  return { before, after, points };
}

interface Tally {
  /** Milliseconds of the run after each kill. */
  readonly times: number[];
  /** What was found after a kill and is neither all nor nothing. */
  readonly halves: unknown[];
}

/** After a kill: all or nothing, and the same command once more does the rest and sweeps up. */
async function converge(
  world: World,
  args: readonly string[],
  before: unknown,
  after: unknown,
  { times, halves }: Tally,
) {
  const found = await look(world);
  if (![before, after].some((each) => JSON.stringify(each) === JSON.stringify(found))) halves.push(found);
  const left = neighboursIn(world.program.home);
  const longAgo = Date.now() / 1000 - 7200;
  for (const each of left) utimesSync(each, longAgo, longAgo);
  const start = performance.now();
  const { code, err } = await world.program.run(args, { env });
  times.push(performance.now() - start);
  // Who uninstalls what is gone is told so.
  if (code !== 0)
    expect([args[0], JSON.stringify(found), err]).toEqual([
      'uninstall',
      JSON.stringify(after),
      expect.stringContaining('app-unknown'),
    ]);
  expect(await look(world)).toEqual(after);
  expect(neighboursIn(world.program.home)).toEqual([]);
  world.program.remove();
}

/** Files that have not got their names yet. */
function neighboursIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.new-[^/]*$/.test(name))
    .map((name) => join(folder, name));
}

/** `npm test` takes a sample of the points, the long run each of them three times. */
export async function killEverywhere(make: MakeWorld, args: readonly string[]): Promise<void> {
  const { before, after, points } = await rehearse(make, args);
  expect(points).toBeGreaterThan(4);
  const tally: Tally = { times: [], halves: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (let point = FIRST; point < points; point += STRIDE) {
      const world = await make();
      const child = world.program.start(args, { env: { ...env, ...PRELOADED, MCPCTL_FAULT_POINT: String(point) } });
      child.stdout?.resume();
      child.stderr?.resume();
      const [, signal] = await once(child, 'exit');
      expect(signal).toBe('SIGKILL');
      await converge(world, args, before, after, tally);
    }
  }
  conclude(`${args[0]}: ${points} fault points, ${tally.times.length} kills`, tally);
}

/** Kills are spread over the time of a whole run, here and now. */
export async function killAtRandom(make: MakeWorld, args: readonly string[]): Promise<void> {
  const start = performance.now();
  const { before, after } = await rehearse(make, args);
  const duration = performance.now() - start;
  const tally: Tally = { times: [], halves: [] };
  for (let kill = 0; kill < RANDOM_KILLS; kill++) {
    const world = await make();
    const child = world.program.start(args, { env });
    child.stdout?.resume();
    child.stderr?.resume();
    const ended = once(child, 'exit');
    await delay(duration * Math.random());
    child.kill('SIGKILL');
    await ended;
    await converge(world, args, before, after, tally);
  }
  conclude(`${args[0]}: ${RANDOM_KILLS} kills at random moments`, tally);
}

function conclude(what: string, { times, halves }: Tally): void {
  expect(halves).toEqual([]);
  if (!LONG) return;
  const sorted = [...times].sort((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)]?.toFixed(0);
  const next = `the next run took ${median} ms (median), ${sorted.at(-1)?.toFixed(0)} ms (most)`;
  console.info(`${expect.getState().currentTestName}\n  ${what}, ${halves.length} half states; ${next}`);
}
