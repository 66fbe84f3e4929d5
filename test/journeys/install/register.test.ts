import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock as clock } from '../../../src/adapters/clock.ts';
import { openSqliteState } from '../../../src/adapters/sqlite.ts';
import { AGREEING } from '../../fakes/browser.ts';
import { type Hostile, startHostile } from '../../fakes/hostile.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';

/** The long run kills at every point. */
const LONG = process.env.MCPCTL_LONG === 'yes';
const [FIRST, STRIDE] = LONG ? [0, 1] : [190, 41];

let server: Hostile;
let program: Program;
/** Clients that the server has and nobody has deleted, by their ids. */
let clients: Set<string>;
beforeEach(async () => {
  server = await startHostile();
  program = createProgram({ BROWSER: AGREEING });
  clients = new Set();
  server.set({ '/register': register });
});
afterEach(async () => {
  await server.close();
  program.remove();
});

/** Registers as RFC 7591 says, with the address to manage the client of RFC 7592. */
function register() {
  const id = `client-${clients.size + 1}`;
  clients.add(id);
  server.set({
    [`/manage/${id}`]: ({ method, headers }) => {
      if (headers.authorization !== `Bearer token-of-${id}`) return { status: 401 };
      if (method === 'DELETE') clients.delete(id);
      return { status: method === 'DELETE' ? 204 : 405 };
    },
  });
  const body = {
    client_id: id,
    registration_client_uri: `${server.origin}/manage/${id}`,
    registration_access_token: `token-of-${id}`,
  };
  return { status: 201, body };
}

/** One collection with a provider of the manifest, one whose server is to say what it wants. */
function writeManifest(): string {
  const file = join(program.home, 'desk.json');
  const collection = { type: 'mcp', description: 'For a test.', auth: 'oauth' };
  const crm = { ...collection, id: 'crm', url: server.url, name: 'CRM', namespace: 'crm', oauth_provider: 'acme' };
  const notes = { ...collection, id: 'notes', url: `${server.url}?notes`, name: 'Notes', namespace: 'notes' };
  const tool_collections = [crm, notes];
  writeFileSync(file, JSON.stringify({ name: 'desk', tool_collections, oauth_providers: { acme: {} } }));
  return file;
}

const asked = (path: string) => server.asked.filter((each) => each.path === path);
const install = (...options: string[]) => program.run(['install', writeManifest(), '--yes', ...options]);

describe('install', () => {
  it('asks nobody for anything without --register', async () => {
    expect((await install()).code).toBe(0);
    expect(server.asked).toEqual([]);
  });

  it('registers a client for each provider and server that needs one, which connect then uses', async () => {
    const { code, err, out } = await install('--register', '--json');
    expect(code, err).toBe(0);
    expect(JSON.parse(out).registrations).toEqual([
      { target: 'desk-acme', client_id: 'client-1', error: null },
      { target: 'desk/notes', client_id: 'client-2', error: null },
    ]);
    expect(asked('/authorize')).toEqual([]);
    const connected = await program.run(['connect', 'desk-acme']);
    expect(connected.code, connected.err).toBe(0);
    expect(asked('/register')).toHaveLength(2);
  });

  it('installs all the same where a registration is refused, and asks again when it is run again', async () => {
    server.set({ '/register': { status: 400, body: { error: 'invalid_redirect_uri' } } });
    const refused = await install('--register');
    expect(refused.code).toBe(3);
    expect(refused.out).toContain('Installed desk.');
    expect(refused.out).toContain('Registered no client for desk-acme');
    server.set({ '/register': register });
    const again = await install('--register');
    expect(again.code).toBe(0);
    expect(again.out).toContain('Registered the client client-1 for desk-acme.');
    expect((await program.run(['doctor', '--json'])).out).not.toContain('interrupted');
  });
});

describe('server delete', () => {
  it('deletes the client that was registered for the server', async () => {
    await program.run(['server', 'create', 'crm', server.url]);
    const { code, out } = await program.run(['server', 'delete', 'crm', '--yes', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out).deleted_clients).toMatchObject([{ client_id: 'client-1', outcome: 'deleted' }]);
    expect([...clients]).toEqual([]);
  });
});

describe('uninstall', () => {
  it('deletes the clients that were registered', async () => {
    await install('--register');
    const { code, out } = await program.run(['uninstall', 'desk', '--yes']);
    expect(code).toBe(0);
    expect(out).toContain('Deleted the client client-1 of desk-acme at its server (RFC 7592).');
    expect([...clients]).toEqual([]);
  });

  it('forgets a client that its server does not delete, and says so', async () => {
    await install('--register');
    server.set({ '/manage/client-1': { status: 405 }, '/manage/client-2': { status: 500 } });
    const { code, out } = await program.run(['uninstall', 'desk', '--yes', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out).deleted_clients).toMatchObject([
      { client_id: 'client-1', outcome: 'unsupported' },
      { client_id: 'client-2', outcome: 'failed', reason: expect.stringContaining('status 500') },
    ]);
    expect((await program.run(['list'])).out).toBe('');
  });

  it('sends the token of a registration to no other server', async () => {
    const body = { client_id: 'x', registration_client_uri: 'https://other.example/x', registration_access_token: 't' };
    server.set({ '/register': { status: 201, body } });
    await install('--register');
    const { out } = await program.run(['uninstall', 'desk', '--yes']);
    expect(out).toContain('Forgot the client x of desk-acme; its server does not let us delete it.');
  });
});

/** As if a minute had passed: nobody can be at work on it any more. Returns the clients that are kept. */
async function later(): Promise<(string | undefined)[]> {
  const state = await openSqliteState({ home: join(program.home, 'state'), clock });
  const kept = await state.write(async (tables) => {
    for (const each of await tables.registrations.list('default')) {
      await tables.registrations.save({ ...each, askedAt: each.askedAt - 61_000 });
    }
    return (await tables.providers.list('default')).map(({ clientId }) => clientId);
  });
  await state.close();
  return kept;
}

describe('a registration that is interrupted', () => {
  const preload = { NODE_OPTIONS: `--require ${resolve('test/fakes/fault-points.cjs')}` };

  it('is listed by doctor, and told how to be looked for where the answer never came', async () => {
    server.set({
      '/register': () => {
        child.kill('SIGKILL');
        return register();
      },
    });
    const child = program.start(['install', writeManifest(), '--yes', '--register']);
    await once(child, 'exit');
    expect((await program.run(['doctor'])).out).not.toContain('interrupted');
    await later();
    const listed = await program.run(['doctor']);
    expect(listed.out).toContain(`Registering a client for desk-acme at ${server.origin}/register was interrupted`);
    expect(listed.out).toContain('next: mcpctl doctor --sweep');
    const swept = await program.run(['doctor', '--sweep']);
    expect(swept.out).toContain('Look for a client called mcpctl in the settings of 127.0.0.1');
    expect((await program.run(['doctor'])).out).not.toContain('interrupted');
  });

  it('is deleted by doctor --sweep where its server said how, also under a new master key', async () => {
    await install('--register');
    const state = await openSqliteState({ home: join(program.home, 'state'), clock });
    await state.write(async (tables) => {
      const provider = await tables.providers.find('default', 'desk-acme');
      const entry = { id: 'orphan', project: 'default', name: 'desk-acme', endpoint: `${server.origin}/register` };
      await tables.registrations.save({ ...entry, askedAt: 0, provider });
    });
    await state.close();
    const next = Buffer.alloc(32, 9).toString('base64');
    expect((await program.run(['keys', 'rotate'], { env: { MCPCTL_NEW_MASTER_KEY: next } })).code).toBe(0);
    const { out } = await program.run(['doctor', '--sweep'], { env: { MCPCTL_MASTER_KEY: next } });
    expect(out).toContain('Registering the client client-1 for desk-acme');
    expect(out).toContain('It was deleted now.');
    expect([...clients]).toEqual(['client-2']);
  });

  it('leaves no client that nobody knows of, and the next run converges', {
    timeout: LONG ? 900_000 : 60_000,
  }, async () => {
    const counted = join(program.home, 'points');
    const whole = await program.run(['install', writeManifest(), '--yes', '--register'], {
      env: { ...preload, MCPCTL_FAULT_POINTS: counted },
    });
    expect(whole.code, whole.err).toBe(0);
    const points = Number(readFileSync(counted, 'utf8'));
    expect(points).toBeGreaterThan(FIRST + STRIDE);
    let orphans = 0;
    for (let point = FIRST; point < points; point += STRIDE) {
      program.remove();
      program = createProgram({ BROWSER: AGREEING });
      clients.clear();
      const child = program.start(['install', writeManifest(), '--yes', '--register'], {
        env: { ...preload, MCPCTL_FAULT_POINT: String(point) },
      });
      child.stdout?.resume();
      child.stderr?.resume();
      const [code, signal] = await once(child, 'exit');
      // A socket may be written to a time less than before: a run that was too short for a kill has done it all.
      expect(signal === 'SIGKILL' || code === 0).toBe(true);
      const kept = await later();
      const lost = [...clients].filter((id) => !kept.includes(id));
      const { checks } = (await program.run(['doctor', '--json'])).json();
      const found = checks.filter(({ name }: { name: string }) => name === 'registration');
      expect(found.length).toBeGreaterThanOrEqual(lost.length);
      orphans += found.length;
      const swept = await program.run(['doctor', '--sweep']);
      expect(swept.code, swept.out).toBe(0);
      const again = await install('--register');
      expect(again.code, again.err).toBe(0);
      const { apps } = (await program.run(['list', '--json'])).json();
      expect(apps).toHaveLength(1);
      expect((await program.run(['doctor', '--json'])).out).not.toContain('interrupted');
    }
    if (LONG) console.info(`register: ${points} fault points, ${orphans} orphans shown`);
  });
});
