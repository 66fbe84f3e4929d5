/**
 * kill -9 of `mcpctl serve` while it creates a server with a registration, and while a consent is between its halves. After a
 * restart there is all or nothing, and nothing is left at the authorization server. `MCPCTL_LONG=yes` takes every point.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock as clock } from '../../../src/adapters/clock.ts';
import { openSqliteState } from '../../../src/adapters/sqlite.ts';
import type { State } from '../../../src/ports/index.ts';
import { consentIn, cookieJar } from '../../fakes/cookie-jar.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { startWorld, type World } from '../../fakes/world.ts';

const LONG = process.env.MCPCTL_LONG === 'yes';
const TIMEOUT = LONG ? 1_800_000 : 120_000;
/** Which of the fault points of a request are taken. */
const STRIDE = LONG ? 1 : 25;
const MOST = LONG ? 500 : 40;
const FAULTS = resolve('test/fakes/fault-points.cjs');

let world: World;
let program: Program;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  program = createProgram();
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  program.remove();
});

interface Served {
  readonly url: string;
  readonly child: ChildProcess;
}

interface Serving {
  readonly port?: string;
  /** Where it dies, counted from when `begin` is called. */
  readonly point?: number;
}

async function serve({ port = '0', point }: Serving = {}): Promise<Served> {
  rmSync(begun(), { force: true });
  const faults = { MCPCTL_FAULT_POINT: String(point), MCPCTL_FAULT_FROM: begun(), NODE_OPTIONS: `--require ${FAULTS}` };
  const child = program.start(['serve', '--listen', `127.0.0.1:${port}`, '--json'], {
    env: point === undefined ? {} : faults,
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let err = '';
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  if (!child.stdout) throw new Error('There is no output.');
  const line = once(createInterface(child.stdout), 'line');
  const [first] = await Promise.race([line, once(child, 'exit').then(() => [])]);
  if (first === undefined) throw new Error(`serve ended: ${err}`);
  return { url: JSON.parse(String(first)).url, child };
}

const begun = () => join(program.home, 'begun');

async function stop({ child }: Served): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function key(name: string, role: string): Promise<string> {
  const { out, err } = await program.run(['api-key', 'create', name, '--role', role]);
  if (out === '') throw new Error(err);
  return out.trim();
}

interface Asked {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads into it freely, and fails where it is wrong.
  readonly body: any;
}

/** Undefined when the server dies before it answers. */
async function ask({ url }: Served, bearer: string, request: { method: string; path: string; body?: object }) {
  const { method, path, body } = request;
  const headers = { authorization: `Bearer ${bearer}`, ...(body && { 'content-type': 'application/json' }) };
  try {
    const response = await fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return { status: response.status, body: await response.json() } as Asked;
  } catch {
    return undefined;
  }
}

async function withState<T>(look: (state: State) => Promise<T>): Promise<T> {
  const state = await openSqliteState({ home: join(program.home, 'state'), clock });
  try {
    return await look(state);
  } finally {
    await state.close();
  }
}

/** What was interrupted is old enough to be swept. */
const grownOld = () =>
  withState((state) =>
    state.write(async (tables) => {
      for (const row of await tables.registrations.list('default')) {
        await tables.registrations.save({ ...row, askedAt: row.askedAt - 120_000 });
      }
    }),
  );

function clientsLeft(from: number): number {
  const requests = world.authorizationServer.requests.slice(from).filter(({ path }) => path.startsWith('/reg'));
  const count = (method: string) => requests.filter((each) => each.method === method && each.status < 300).length;
  return count('POST') - count('DELETE');
}

const config = () => ({
  endpoint: world.crm.url,
  auth: { type: 'oauth_authorization_code_public_pkce', scopes: ['contacts.read'] },
});

describe('serve, killed while it creates a server', () => {
  it(
    'has all or nothing after a restart, and no client is left at the authorization server that nobody knows',
    async () => {
      const admin = await key('ci', 'admin');
      let kills = 0;
      for (let point = 0; point < MOST * STRIDE; point += STRIDE) {
        const from = world.authorizationServer.requests.length;
        const name = `crm-${point}`;
        const served = await serve({ point });
        const exited = once(served.child, 'exit');
        writeFileSync(begun(), '');
        const create = { method: 'POST', path: '/ai/mcp-servers', body: { name, config: config() } };
        const answer = await ask(served, admin, create);
        if (answer === undefined) {
          await exited;
          kills++;
        } else served.child.kill('SIGKILL');
        await exited;
        await grownOld();
        const unknown = await withState((state) =>
          state.read(async (tables) => (await tables.registrations.list('default')).filter((row) => !row.provider)),
        );
        const again = await serve();
        const list = await ask(again, admin, { method: 'GET', path: '/ai/mcp-servers?limit=100' });
        const found = list?.body.data.find((each: { name: string }) => each.name === name);
        // A client whose registration was answered to nobody is known to its journal alone.
        await expect.poll(() => clientsLeft(from)).toBeLessThanOrEqual(found ? 1 : unknown.length);
        if (found) {
          expect(found.sources.client_id).toBe('registered');
          const gone = await ask(again, admin, { method: 'DELETE', path: `/ai/mcp-servers/${found.id}` });
          expect(gone?.body.success).toBe(true);
        } else {
          const more = await ask(again, admin, create);
          expect([point, more?.status]).toEqual([point, 200]);
          await ask(again, admin, { method: 'DELETE', path: `/ai/mcp-servers/${more?.body.id}` });
        }
        await withState((state) =>
          state.write(async (tables) => {
            expect(await tables.providers.list('default')).toEqual([]);
            for (const { id } of await tables.registrations.list('default')) await tables.registrations.remove(id);
          }),
        );
        await stop(again);
        if (answer !== undefined) break;
      }
      expect(kills).toBeGreaterThan(1);
    },
    TIMEOUT,
  );
});

describe('serve, killed in the second half of a consent', () => {
  it(
    'is connected or not after a restart, never half, and the next try connects',
    async () => {
      const admin = await key('ci', 'admin');
      const first = await serve();
      const { port } = new URL(first.url);
      const body = { name: 'crm', config: config() };
      const made = await ask(first, admin, { method: 'POST', path: '/ai/mcp-servers', body });
      const connect = (actor: string) => {
        const path = `/ai/actor-mcp-servers/${made?.body.id}/connect?actor_id=${actor}`;
        return { method: 'POST', path };
      };
      await stop(first);
      let kills = 0;
      for (let point = 0; point < MOST * STRIDE; point += STRIDE) {
        const actor = `actor-${point}`;
        const beginning = await serve({ port });
        const { auth_url: url, connect_id: id } = (await ask(beginning, admin, connect(actor)))?.body ?? {};
        // The halves are done by two processes.
        beginning.child.kill('SIGKILL');
        await once(beginning.child, 'exit');
        const served = await serve({ port, point });
        const exited = once(served.child, 'exit');
        writeFileSync(begun(), '');
        const page = await consentIn(cookieJar(), url).catch(() => undefined);
        if (page === undefined) kills++;
        else served.child.kill('SIGKILL');
        await exited;
        const again = await serve({ port });
        const report = await ask(again, admin, { method: 'GET', path: `/api/v1/connects/${id}` });
        const { connections, tokens } = await rowsOf(actor);
        // For a minute, another process may be trying what it got.
        const isConnected = ['connected', 'verifying'].includes(report?.body.status);
        expect([point, isConnected, connections > 0]).toEqual([point, isConnected, isConnected]);
        expect(tokens > 0).toBe(connections > 0);
        if (!isConnected) {
          const next = await ask(again, admin, connect(actor));
          await consentIn(cookieJar(), next?.body.auth_url);
          expect([point, (await rowsOf(actor)).connections]).toEqual([point, 1]);
        }
        await stop(again);
        if (page !== undefined) break;
      }
      expect(kills).toBeGreaterThan(1);
    },
    TIMEOUT,
  );
});

function rowsOf(actor: string): Promise<{ readonly connections: number; readonly tokens: number }> {
  return withState((state) =>
    state.read(async (tables) => {
      const all = (await tables.connections.list('default')).filter(({ user }) => user.endsWith(actor));
      const tokens = await Promise.all(all.map(({ id }) => tables.accessTokens.ofConnection(id)));
      return { connections: all.length, tokens: tokens.flat().length };
    }),
  );
}
