/**
 * A gateway is ended again and again while it renews a token that is good once. `MCPCTL_LONG=yes npm test -- \
 * test/journeys/gateway/killed.test.ts` does it 50 times each; other runs take a sample.
 */
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.ts';
import { buildPorts } from '../../../src/main-ports.ts';
import type { Ports } from '../../../src/ports/index.ts';
import { Refusal } from '../../../src/refusal.ts';
import { token } from '../../../src/usecases/call/token.ts';
import { AGREEING } from '../../fakes/browser.ts';
import { expireLeases, expireTokens } from '../../fakes/expire.ts';
import { connectTo, said } from '../../fakes/gateway.ts';
import { type Hostile, type Route, startHostile } from '../../fakes/hostile.ts';
import { createProgram, MASTER_KEY, type Program } from '../../fakes/mcpctl.ts';
import { needsPostgres } from '../../fakes/needs.ts';
import { type Postgres, startPostgres } from '../../fakes/postgres.ts';

const LONG = process.env.MCPCTL_LONG === 'yes';
const ROUNDS = LONG ? 50 : 3;
/** How long the next caller may sleep on PostgreSQL, where a lease would last 15 s. Milliseconds. */
const PATIENCE = 1000;
const SCOPE = { project: 'default', user: 'ada' };
const TIME = { timeout: LONG ? 1_800_000 : 120_000 };

/** A server whose refresh tokens are good once: the next use of one that was replaced is refused. */
function strictServer(server: Hostile) {
  let [current, count, answerAfter] = ['', 0, 0];
  const mcp: Route = ({ headers, body }) => {
    if (!headers.authorization?.startsWith('Bearer access-')) {
      const metadata = `${server.origin}/.well-known/oauth-protected-resource/mcp`;
      return { status: 401, headers: { 'www-authenticate': `Bearer resource_metadata="${metadata}"` } };
    }
    const { id, method } = JSON.parse(body || '{}') as { id?: number; method?: string };
    if (id === undefined) return { status: 202 };
    const serverInfo = { name: 'strict', version: '1' };
    const results: Record<string, object> = {
      initialize: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo },
      'tools/list': { tools: [{ name: 'ping', inputSchema: { type: 'object' } }] },
      'tools/call': { content: [{ type: 'text', text: 'pong' }] },
    };
    const result = results[method ?? ''];
    if (result) return { body: { jsonrpc: '2.0', id, result } };
    return { body: { jsonrpc: '2.0', id, error: { code: -32601, message: 'Method not found' } } };
  };
  server.set({
    '/mcp': mcp,
    '/token': ({ body }) => {
      const form = new URLSearchParams(body);
      const isRefresh = form.get('grant_type') === 'refresh_token';
      if (isRefresh && form.get('refresh_token') !== current) return { status: 400, body: { error: 'invalid_grant' } };
      count += 1;
      current = `refresh-${count}`;
      const answer = { access_token: `access-${count}`, token_type: 'Bearer', expires_in: 3600 };
      return { body: { ...answer, refresh_token: current }, after: delay(answerAfter) };
    },
  });
  return {
    /** How many tokens it has given. */
    given: () => count,
    /** The time between a rotation and its answer. Milliseconds. */
    answersAfter(milliseconds: number) {
      answerAfter = milliseconds;
    },
  };
}

describe('SQLite', () => isEnded(() => undefined));

describe('PostgreSQL', needsPostgres, () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.stop());
  isEnded(() => postgres.createDatabase());
});

function isEnded(createDatabase: () => string | undefined): void {
  let server: Hostile;
  let strict: ReturnType<typeof strictServer>;
  let program: Program;
  let database: string | undefined;
  const opened: Ports[] = [];

  beforeEach(async () => {
    server = await startHostile();
    strict = strictServer(server);
    database = createDatabase();
    const shared: Record<string, string> = database === undefined ? {} : { MCPCTL_DATABASE_URL: database };
    program = createProgram({ ...shared, MCPCTL_USER: SCOPE.user, BROWSER: AGREEING });
    await connect();
  });
  afterEach(async () => {
    for (const ports of opened.splice(0)) await ports.state.close();
    await server.close();
    program.remove();
  });

  async function connect(): Promise<void> {
    const { code, err } = await program.run(['connect', server.url, '--name', 'srv']);
    expect(code, err).toBe(0);
  }

  /** Another process, with its database open already. */
  async function nextCaller(sleeps: (milliseconds: number) => void): Promise<Ports> {
    const ports = buildPorts(
      {
        globals: {
          ...{ home: join(program.home, 'state'), input: false, yes: false, verbosity: 'quiet', allowPrivate: false },
        },
        environment: { MCPCTL_MASTER_KEY: MASTER_KEY, ...(database && { MCPCTL_DATABASE_URL: database }) },
        animated: false,
        write() {},
      },
      {
        clock: {
          ...systemClock,
          sleep(milliseconds, signal) {
            sleeps(milliseconds);
            return systemClock.sleep(milliseconds, signal);
          },
        },
      },
    );
    opened.push(ports);
    await ports.state.read((tables) => tables.projects());
    return ports;
  }

  const ended = (child: ChildProcess) =>
    new Promise<unknown>((done) => child.once('close', (code, signal) => done(signal ?? code)));

  /** Ends a gateway so long after a call that needs a renewal. Returns what the next caller gets. */
  async function round(signal: 'SIGTERM' | 'SIGKILL', after: number) {
    const child = program.start(['gateway', '--http', '0']);
    const url = await said(child, /Serving on (\S+)/);
    const shown = (await program.run(['gateway', '--show-token'])).out.trim();
    const client = await connectTo({ url, token: shown });
    await client.listTools();
    let waited = 0;
    const caller = await nextCaller((milliseconds) => {
      waited += milliseconds;
    });
    await expireTokens(program.home, database);
    const before = strict.given();
    const call = client.callTool({ name: 'srv_ping', arguments: {} }).catch(() => {});
    await delay(after);
    const end = ended(child);
    child.kill(signal);
    const status = await end;
    await Promise.race([call, delay(100)]);
    const rotated = strict.given() - before;
    if (database === undefined && signal === 'SIGKILL') await expireLeases(program.home);
    const outcome = await token('srv', SCOPE, caller).then(
      () => 'served',
      (thrown) => (thrown instanceof Refusal ? thrown.code : thrown),
    );
    return { status, rotated, outcome, waited };
  }

  it('SIGTERM loses no account', TIME, async () => {
    strict.answersAfter(120);
    for (let index = 0; index < ROUNDS; index += 1) {
      const { status, outcome } = await round('SIGTERM', (index * 240) / ROUNDS);
      expect([status, outcome]).toEqual([0, 'served']);
    }
  });

  it(
    'kill -9 loses an account only where an answer was on its way, and the next caller does not wait for it',
    TIME,
    async () => {
      strict.answersAfter(120);
      let [lost, longest] = [0, 0];
      for (let index = 0; index < ROUNDS; index += 1) {
        const { status, rotated, outcome, waited } = await round('SIGKILL', (index * 360) / ROUNDS);
        expect(status).toBe('SIGKILL');
        longest = Math.max(longest, waited);
        if (outcome === 'served') continue;
        expect([outcome, rotated]).toEqual(['reconnect-needed', 1]);
        lost += 1;
        await connect();
      }
      if (LONG) console.log(`${lost} of ${ROUNDS} answers were on their way; the longest wait was ${longest} ms`);
      expect(longest).toBeLessThan(PATIENCE);
    },
  );
}
