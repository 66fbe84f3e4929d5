/** A pipe that nobody writes to: a signal ends the program that waits for it. */
import { type ChildProcess, execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProgram, finished } from '../../fakes/mcpctl.ts';
import { needsUnix } from '../../fakes/needs.ts';

const program = createProgram();
afterAll(() => program.remove());

let pipe: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  pipe = join(mkdtempSync(join(program.home, 'pipe-')), 'pipe.json');
  execFileSync('mkfifo', [pipe]);
});
afterEach(() => void child?.kill('SIGKILL'));

const PIPE = 'PIPE';
const WAITING: readonly (readonly [string])[] = [
  [`validate ${PIPE}`],
  [`validate --format concise ${PIPE}`],
  ['validate --format concise -'],
  [`validate --fix ${PIPE}`],
  [`server create --file ${PIPE}`],
];

describe.each(['SIGTERM', 'SIGINT'] as const)('%s ends', (signal) => {
  it.each(WAITING)('mcpctl %s', needsUnix, async (line) => {
    child = program.start(line.split(' ').map((word) => (word === PIPE ? pipe : word)));
    const ended = finished(child, null).then(() => 'ended');
    expect(await Promise.race([ended, wait(500, 'waits')])).toBe('waits');
    // Before it reads, a signal finds a handler that has no time to run. Then the next one ends it, as a person would.
    while ((await Promise.race([ended, wait(200, 'waits')])) === 'waits') child.kill(signal);
    expect([child.signalCode, child.exitCode]).toEqual(child.exitCode === null ? [signal, null] : [null, 130]);
  });
});

it('a pipe that somebody writes to is read whole', needsUnix, async () => {
  const running = program.run(['validate', '--format', 'concise', '--rule', 'listing-incomplete=off', pipe]);
  await wait(300);
  writeFileSync(pipe, '{"name":"good-app","tool_collections":[]}');
  expect(await running).toMatchObject({ code: 0 });
});
