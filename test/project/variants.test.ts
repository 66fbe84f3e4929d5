import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { AGREEING, AS_GRACE } from '../fakes/browser.ts';
import { createProgram, type Program } from '../fakes/mcpctl.ts';
import {
  keyManifest,
  SECRETS,
  sharedProviderManifest,
  startWorld,
  type World,
  type WorldOptions,
} from '../fakes/world.ts';

// The way from a manifest to a call, with other servers, users and kinds of authorization.

const closing: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function start(manifestOf: (world: World) => object, options: WorldOptions = {}) {
  const world = await startWorld(options);
  const program = createProgram({ SECRET: SECRETS.clientSecret, KEY: SECRETS.apiKey, BROWSER: AGREEING });
  closing.push(world.close, program.remove);
  writeFileSync(join(program.home, 'manifest.json'), JSON.stringify(manifestOf(world)));
  return { world, program };
}

async function succeed(program: Program, ...args: string[]): Promise<string> {
  const { code, out, err } = await program.run(args);
  expect(code, err).toBe(0);
  return out;
}

describe('an authorization server without resource indicators', () => {
  it('serves all collections of the provider with one consent all the same', async () => {
    const { world, program } = await start(sharedProviderManifest, { resourceIndicators: false, era: 'legacy' });
    await succeed(program, 'install', '--set', 'acme.client_secret=env:SECRET', '--yes');
    await succeed(program, 'connect', 'acme-desk-acme');
    expect(await succeed(program, 'call', 'crm_whoami')).toBe('ada\n');
    expect(await succeed(program, 'call', 'calendar_next_event', 'day=today')).toContain('tea');
    expect(world.authorizationServer.requests.filter(({ path }) => path === '/auth')).toHaveLength(1);
  });
});

describe('two users of one project', () => {
  it('each call as themselves, and one cannot use the connection of the other', async () => {
    const { program } = await start(sharedProviderManifest);
    await succeed(program, 'install', '--set', 'acme.client_secret=env:SECRET', '--yes');
    await succeed(program, 'connect', 'crm', '--user', 'ada');
    expect((await program.run(['call', 'crm_whoami', '--user', 'grace'])).code).toBe(4);
    await succeed(program, 'connect', 'crm', '--user', 'grace', '--browser', AS_GRACE);
    expect(await succeed(program, 'call', 'crm_whoami', '--user', 'grace')).toBe('grace\n');
    expect(await succeed(program, 'call', 'crm_whoami', '--user', 'ada')).toBe('ada\n');
  });
});

describe('collections without OAuth', () => {
  it('need no consent: an API key from the environment, or nothing at all', async () => {
    const { world, program } = await start(keyManifest);
    await succeed(program, 'install', '--set', 'weather.api_key=env:KEY', '--yes');
    expect(await succeed(program, 'call', 'weather_echo', 'text=rain')).toBe('rain\n');
    expect(await succeed(program, 'call', 'notes_echo', 'text=hello')).toBe('hello\n');
    expect(world.weather.requests.at(-1)?.authorization).toBe(`Bearer ${SECRETS.apiKey}`);
    expect(world.notes.requests.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
  });
});
