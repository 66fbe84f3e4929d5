import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Body } from '../fakes/bodies.ts';
import { type Hostile, type Route, startHostile, WELL_KNOWN } from '../fakes/hostile.ts';
import { createProgram, finished, type Program } from '../fakes/mcpctl.ts';

// Servers that hang a client or fill its memory: the program ends in time, small, and says why.

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

describe.concurrent.each(BODIES)('%s', (endless) => {
  it.each([
    ['the server itself', () => ({ '/mcp': { endless } })],
    ['resource metadata', () => ({ [WELL_KNOWN.resource]: { endless } })],
    ['token endpoint', () => ({ '/token': { endless } })],
  ] as const)(
    'as %s',
    async (_where, routes) => {
      const { server, program } = await start(routes);
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
});
