import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Body } from '../../fakes/bodies.ts';
import { answerOf } from '../../fakes/connecting.ts';
import { expireTokens } from '../../fakes/expire.ts';
import {
  type Answer,
  type Hostile,
  mcp,
  type Route,
  serverMetadata,
  startHostile,
  WELL_KNOWN,
} from '../../fakes/hostile.ts';
import { createProgram, finished, type Program } from '../../fakes/mcpctl.ts';

// Servers that hang a client or fill its memory: the program ends in time, small, and says why.

const isLong = process.env.MCPCTL_LONG === 'yes';
/** Not skipped otherwise but absent, as CI counts a skipped test as a failed one. */
const inLongRuns = (...test: [name: string, body: () => Promise<void>, timeout: number]) => {
  if (isLong) it(...test);
};
const MOST_SECONDS = 31;
const MOST_MEGABYTES = 150;
const BODIES: readonly Body[] = ['silence', 'drip', 'flood', 'bomb'];
/** Follows redirects, and does nothing else. */
const FOLLOWING = `${process.execPath} -e fetch(process.argv[1])`;

const closing: (() => unknown)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

async function start(
  routes: (origin: string) => Record<string, Route>,
): Promise<{ server: Hostile; program: Program }> {
  const [server, program] = [await startHostile(), createProgram({ BROWSER: FOLLOWING })];
  server.set(routes(server.origin));
  closing.push(server.close, program.remove);
  return { server, program };
}

/** Runs to the end, and tells how long it took and how large it was at its largest. */
async function measured(child: ChildProcess) {
  const started = performance.now();
  let megabytes = 0;
  const timer = setInterval(() => {
    megabytes = Math.max(megabytes, peakMegabytes(child.pid) ?? 0);
  }, 10);
  const run = await finished(child);
  clearInterval(timer);
  return { ...run, seconds: (performance.now() - started) / 1000, megabytes };
}

function peakMegabytes(pid: number | undefined): number | undefined {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

async function expectCleanEnd(child: ChildProcess) {
  const { code, err, seconds, megabytes } = await measured(child);
  expect(code, err).toBe(3);
  expect(err).toMatch(/^error\[(server-timeout|response-too-large|server-unreachable)\]: /m);
  expect(seconds).toBeLessThan(MOST_SECONDS);
  if (process.platform === 'linux') expect(megabytes).toBeLessThan(MOST_MEGABYTES);
}

type Leg = readonly [string, (endless: Body, origin: string) => Record<string, Route>];
const LEGS: readonly Leg[] = [
  ['the server itself', (endless) => ({ '/mcp': { endless } })],
  ['resource metadata', (endless) => ({ [WELL_KNOWN.resource]: { endless } })],
  ['token endpoint', (endless) => ({ '/token': { endless } })],
];
const MORE_LEGS: readonly Leg[] = [
  ['server metadata', (endless) => ({ [WELL_KNOWN.server]: { endless } })],
  ['registration endpoint', (endless) => ({ '/register': { endless } })],
  [
    'endpoint for pushed requests',
    (endless, origin) => ({
      [WELL_KNOWN.server]: {
        body: {
          ...serverMetadata(origin),
          require_pushed_authorization_requests: true,
          pushed_authorization_request_endpoint: `${origin}/par`,
        },
      },
      '/par': { endless },
    }),
  ],
];

describe.concurrent.each(BODIES)('%s', (endless) => {
  it.each(isLong ? [...LEGS, ...MORE_LEGS] : LEGS)(
    'as %s',
    async (_where, routes) => {
      const { server, program } = await start((origin) => routes(endless, origin));
      await expectCleanEnd(program.start(['connect', server.url, '--name', 'srv']));
    },
    60_000,
  );

  it.each(['application/json', 'text/event-stream'])(
    'as %s of a server that is connected',
    async (type) => {
      const { server, program } = await start(() => ({}));
      expect((await program.run(['connect', server.url, '--name', 'srv'])).code).toBe(0);
      server.set({ '/mcp': { endless, headers: { 'content-type': type } } });
      await expectCleanEnd(program.start(['tools', 'srv']));
    },
    60_000,
  );

  inLongRuns(
    'where a token is renewed',
    async () => {
      const { server, program } = await start(() => ({}));
      expect((await program.run(['connect', server.url, '--name', 'srv'])).code).toBe(0);
      await expireTokens(program.home);
      server.set({ '/token': { endless } });
      await expectCleanEnd(program.start(['token', 'srv']));
    },
    60_000,
  );

  inLongRuns(
    'where a token is revoked: it is forgotten all the same',
    async () => {
      const { server, program } = await start((origin) => ({
        [WELL_KNOWN.server]: { body: { ...serverMetadata(origin), revocation_endpoint: `${origin}/revoke` } },
      }));
      expect((await program.run(['connect', server.url, '--name', 'srv'])).code).toBe(0);
      server.set({ '/revoke': { endless } });
      const { code, out, err, seconds, megabytes } = await measured(program.start(['disconnect', 'srv', '--yes']));
      expect(code, err).toBe(0);
      expect(out + err).toMatch(/did not answer in time|more than 64 KiB|closed the connection/);
      expect(seconds).toBeLessThan(MOST_SECONDS);
      if (process.platform === 'linux') expect(megabytes).toBeLessThan(MOST_MEGABYTES);
      expect((await program.run(['token', 'srv'])).code).toBe(4);
    },
    60_000,
  );
});

it.concurrent.each([
  ['flood', 'application/json'],
  ['bomb', 'text/event-stream'],
] as const)(
  'a call that is answered with a %s of %s ends at once',
  async (endless, type) => {
    const { server, program } = await start((origin) => ({ '/mcp': withTool(mcp(origin)) }));
    expect((await program.run(['connect', server.url, '--name', 'srv'])).code).toBe(0);
    server.set({ '/mcp': withTool(mcp(server.origin), { endless, headers: { 'content-type': type } }) });
    const { code, err, megabytes } = await measured(program.start(['call', 'srv_any']));
    expect(code, err).toBe(3);
    expect(err).toMatch(/^error\[response-too-large\]: /m);
    if (process.platform === 'linux') expect(megabytes).toBeLessThan(MOST_MEGABYTES);
  },
  60_000,
);

it.concurrent.each(['silence', 'drip'] as const)(
  'a call that is answered with %s ends after --timeout',
  async (endless) => {
    const { server, program } = await start((origin) => ({ '/mcp': withTool(mcp(origin)) }));
    expect((await program.run(['connect', server.url, '--name', 'srv'])).code).toBe(0);
    server.set({ '/mcp': withTool(mcp(server.origin), { endless }) });
    await expectCleanEnd(program.start(['call', 'srv_any', '--timeout', '1']));
  },
  60_000,
);

inLongRuns(
  'a server that is slow at every step is given up in time',
  async () => {
    const slowly = (route: Route): Route => {
      return (one) => ({ ...answerOf(route, one), after: new Promise((later) => setTimeout(later, 8_000)) });
    };
    const { server, program } = await start((origin) => ({
      '/mcp': slowly(mcp(origin)),
      [WELL_KNOWN.resource]: slowly({ status: 404 }),
      '/.well-known/oauth-protected-resource': slowly({ body: { resource: origin, authorization_servers: [origin] } }),
      [WELL_KNOWN.server]: slowly({ status: 404 }),
      '/.well-known/openid-configuration': slowly({ body: serverMetadata(origin) }),
    }));
    await expectCleanEnd(program.start(['connect', server.url, '--name', 'srv']));
  },
  60_000,
);

/** The same server with one tool, whose call gets this answer. */
function withTool(route: Route, answer?: Answer): Route {
  return (one) => {
    const { id, method } = JSON.parse(one.body || '{}') as { id?: number; method?: string };
    if (one.headers.authorization && method === 'tools/call' && answer) return answer;
    const usual = typeof route === 'function' ? route(one) : route;
    if (method !== 'tools/list' || usual.status === 401) return usual;
    return { body: { jsonrpc: '2.0', id, result: { tools: [{ name: 'any', inputSchema: { type: 'object' } }] } } };
  };
}
