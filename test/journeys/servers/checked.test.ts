import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { CALENDAR_SCOPES, CRM_SCOPES, SECRETS, startWorld, type World } from '../../fakes/world.ts';

// Tokens, API keys and machine credentials are tried when they are given; a wrong one leaves everything as it was.

let world: World;
let program: Program;
beforeAll(async () => {
  // The grant for machines has no resource indicators here.
  world = await startWorld({ resourceIndicators: false });
});
afterAll(() => world.close());
beforeEach(() => {
  program = createProgram({ RIGHT: SECRETS.apiKey, WRONG: 'canary-wrong-value-4711', MACHINE: SECRETS.machineSecret });
});
afterEach(() => program.remove());

const stored = async () => [
  (await program.run(['server', 'list', '--json'])).json().servers,
  (await program.run(['list', '--json'])).json().apps,
  (await program.run(['provider', 'list', '--json'])).json().providers,
];

function manifest(...collections: object[]): string {
  const path = join(program.home, 'manifest.json');
  const listing = {
    title: 'Outdoors',
    description: 'Weather',
    publisher: 'Acme',
    status: 'stable',
    visibility: 'private',
  };
  writeFileSync(path, JSON.stringify({ name: 'outdoors', ...listing, tool_collections: collections }));
  return path;
}
const weather = () => ({
  ...{ type: 'mcp', id: 'weather', name: 'Weather', description: 'Weather', namespace: 'weather', auth: 'api_key' },
  url: world.weather.url,
});
const robot = () => ({
  ...{
    type: 'mcp',
    id: 'crm',
    name: 'CRM',
    description: 'Contacts',
    namespace: 'crm',
    auth: 'oauth',
    url: world.crm.url,
  },
  oauth_config: {
    ...{ grant_type: 'client_credentials', client_id: 'acme-robot', required_at_install: ['client_secret'] },
    default_scopes: CRM_SCOPES,
  },
});

describe('server create', () => {
  const create = (token: string, ...more: string[]) =>
    program.run(['server', 'create', 'weather', world.weather.url, '--auth', 'token', '--token', token, ...more]);

  it('says what came back, and stores nothing that the server does not accept', async () => {
    const wrong = await create('env:WRONG');
    expect(wrong.code, wrong.err).toBe(3);
    expect(wrong.err).toContain('verification-failed');
    expect(wrong.err + wrong.out).not.toContain('canary');
    expect(await stored()).toEqual([[], [], []]);
    const right = await create('env:RIGHT', '--json');
    expect(right.code, right.err).toBe(0);
    expect(right.json().check).toEqual({ server: 'weather', outcome: 'accepted', tools: 1, why: null });
    const update = await program.run(['server', 'update', 'weather', '--token', 'env:WRONG']);
    expect(update.code).toBe(3);
    expect((await program.run(['call', 'weather_echo', 'text=hi'])).out).toContain('hi');
  });

  it('tries headers too, and nothing with --no-check', async () => {
    const header = ['--auth', 'none', '--header', 'Authorization=env:WRONG'];
    expect((await program.run(['server', 'create', 'w', world.weather.url, ...header])).code).toBe(3);
    expect((await create('env:WRONG', '--no-check')).code).toBe(0);
  });

  it('makes a server that connect checks, and says what helps when its token is wrong', async () => {
    await create('env:RIGHT');
    const right = await program.run(['connect', 'weather']);
    expect(right.code, right.err).toBe(0);
    expect(right.err).toContain('accepts the key that was given');
    await program.run(['server', 'update', 'weather', '--token', 'env:WRONG', '--no-check']);
    for (const command of [
      ['connect', 'weather'],
      ['tools', 'weather'],
      ['call', 'weather_echo', 'text=hi'],
    ]) {
      const wrong = await program.run(command);
      expect(wrong.code, wrong.err).toBe(3);
      expect(wrong.err).toContain('mcpctl server update weather --token env:TOKEN');
    }
  });

  it('warns about a namespace that another server has', async () => {
    await program.run(['server', 'create', 'my-notes', world.notes.url, '--auth', 'none']);
    const other = await program.run(['server', 'create', 'my_notes', world.notes.url, '--auth', 'none']);
    expect(other.code, other.err).toBe(0);
    expect(other.err).toContain('my_notes has the namespace my_notes, as my-notes has');
  });

  it('keeps what was given when the server cannot be asked', async () => {
    const gone = ['server', 'create', 'gone', 'http://127.0.0.1:9/mcp', '--auth', 'token', '--token', 'env:RIGHT'];
    const run = await program.run([...gone, '--json']);
    expect(run.code, run.err).toBe(0);
    expect(run.json().check).toMatchObject({ outcome: 'unknown', tools: null, why: expect.any(String) });
  });
});

describe('install and upgrade', () => {
  it('try API keys, and keep the one from before when the new one is wrong', async () => {
    const file = manifest(weather());
    const wrong = await program.run(['install', file, '--set', 'weather.api_key=env:WRONG']);
    expect(wrong.code, wrong.err).toBe(3);
    expect(wrong.err).toContain('weather.api_key=env:NAME');
    expect(await stored()).toEqual([[], [], []]);
    const right = await program.run(['install', file, '--set', 'weather.api_key=env:RIGHT']);
    expect(right.code, right.err).toBe(0);
    expect(right.out).toContain('outdoors/weather accepts what was given: 1 tool');
    expect((await program.run(['upgrade', 'outdoors', file, '--set', 'weather.api_key=env:WRONG'])).code).toBe(3);
    expect((await program.run(['call', 'weather_echo', 'text=hi'])).out).toContain('hi');
    const blind = ['upgrade', 'outdoors', file, '--set', 'weather.api_key=env:WRONG', '--no-check'];
    expect((await program.run(blind)).code).toBe(0);
  });

  it('get the token of a machine, so that nobody connects', async () => {
    const file = manifest(robot());
    const wrong = await program.run(['install', file, '--set', 'crm.client_secret=env:WRONG']);
    expect(wrong.code, wrong.err).toBe(3);
    expect(await stored()).toEqual([[], [], []]);
    const right = await program.run(['install', file, '--set', 'crm.client_secret=env:MACHINE', '--json']);
    expect(right.code, right.err).toBe(0);
    expect(right.json()).toMatchObject({ checks: [{ server: 'outdoors/crm', outcome: 'accepted' }], next: [] });
    const listed = await program.run(['tools', 'crm', '--user', 'somebody-else', '--json']);
    expect(listed.code, listed.err).toBe(0);
  });
});

it('server create gets the token of a machine', async () => {
  const auth = ['--auth', 'oauth_client_credentials', '--client-id', 'acme-robot', '--client-secret', 'env:MACHINE'];
  const scopes = CALENDAR_SCOPES.flatMap((scope) => ['--scope', scope]);
  const run = await program.run(['server', 'create', 'calendar', world.calendar.url, ...auth, ...scopes]);
  expect(run.code, run.err).toBe(0);
  expect(run.err).not.toContain('Next:');
  expect((await program.run(['tools', 'calendar', '--user', 'grace'])).code).toBe(0);
});
