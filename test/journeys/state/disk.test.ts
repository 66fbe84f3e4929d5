/** Disks that are full or read-only: the tests mount them in a namespace of their own. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProgram, EXECUTABLE, finished, MASTER_KEY, type Program, type Run } from '../../fakes/mcpctl.ts';
import { needs, succeeds } from '../../fakes/needs.ts';

const needsMounts = needs(
  'the right to mount in a namespace (unshare -rm)',
  succeeds('unshare', '-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'),
);
const needsPowerless = needs(
  'to run as root, and setpriv (apt-get install util-linux)',
  succeeds('setpriv', '--bounding-set=-all', '--inh-caps=-all', 'true'),
);

const MANIFEST = resolve('fixtures/manifests/microsoft.json');
const MCPCTL = `'${process.execPath}' '${EXECUTABLE}'`;
const INSTALL = `${MCPCTL} install '${MANIFEST}' --set microsoft.client_secret=env:SECRET`;

let program: Program;
beforeEach(() => {
  program = createProgram();
  mkdirSync(state(), { mode: 0o700 });
});
afterEach(() => program.remove());

const state = () => join(program.home, 'state');

/** A script in bash, begun with a command that gives it other rights or another view of the file system. */
function script(begin: readonly [string, ...string[]], lines: readonly string[]): Promise<Run> {
  const [command, ...args] = begin;
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: program.home,
    MCPCTL_HOME: state(),
    MCPCTL_MASTER_KEY: MASTER_KEY,
    SECRET: 'a-client-secret',
  };
  return finished(spawn(command, [...args, 'bash', '-c', lines.join('\n')], { cwd: program.home, env }));
}

const NAMESPACE: [string, ...string[]] = ['unshare', '-rm'];
const mount = (options: string) => `mount -t tmpfs -o ${options},mode=700 tmpfs '${state()}' || exit 99`;

function expectClean({ err, out }: Run, code: string): void {
  expect(err).toContain(`error[${code}]`);
  expect(err).toContain('next:');
  expect(err + out).not.toMatch(/\n +at /);
  expect(err + out).not.toContain('a-client-secret');
}

describe('a disk that is full', needsMounts, () => {
  it('ends with 5 before there is anything, and leaves no half a database', async () => {
    const run = await script(NAMESPACE, [mount('size=32k'), INSTALL, 'code=$?', `ls -A '${state()}'`, 'exit $code']);
    expect(run.code).toBe(5);
    expectClean(run, 'state-full');
    expect(run.out).toBe('');
  });

  it('ends with 5, keeps what is there, and goes on when there is room again', async () => {
    const run = await script(NAMESPACE, [
      mount('size=600k'),
      `${INSTALL} --quiet || exit 98`,
      `dd if=/dev/zero of='${state()}/mcpctl.db.filler' bs=1k 2>/dev/null`,
      `${INSTALL} --project other; code=$?`,
      `${MCPCTL} list --json`,
      `rm '${state()}/mcpctl.db.filler'`,
      `${INSTALL} --project other --quiet >&2 || exit 97`,
      'exit $code',
    ]);
    expect(run.code).toBe(5);
    expectClean(run, 'state-full');
    expect(run.out.slice(run.out.indexOf('{'))).toContain('"my-microsoft-app"');
  });
});

describe('a file that may not grow', () => {
  it('ends with 5 and keeps what is there', async () => {
    expect((await script(['env'], [`${INSTALL} --quiet`])).code).toBe(0);
    // A process that ignores the signal gets EFBIG from every write, as it does from a quota.
    const limited = ["trap '' XFSZ", 'ulimit -f 8', `${INSTALL} --project other`];
    const run = await script(['env'], limited);
    expect(run.code).toBe(5);
    expect(run.err).toContain('could not be read or written');
    expect((await program.run(['list', '--json'])).json().apps).toHaveLength(1);
    expect((await program.run(['list', '--json', '--project', 'other'])).json().apps).toEqual([]);
  });
});

describe('a folder that is read-only', needsPowerless, () => {
  // Root without its capabilities is a user like any other.
  const POWERLESS: [string, ...string[]] = ['setpriv', '--bounding-set=-all', '--inh-caps=-all'];

  it('ends with 5 when there is nothing yet', async () => {
    chmodSync(state(), 0o500);
    const run = await script(POWERLESS, [INSTALL]);
    chmodSync(state(), 0o700);
    expect(run.code).toBe(5);
    expectClean(run, 'state-permissions');
    expect(readdirSync(state())).toEqual([]);
  });

  it('ends with 5 when the database cannot be written, and keeps it', async () => {
    expect((await script(POWERLESS, [`${INSTALL} --quiet`])).code).toBe(0);
    for (const name of readdirSync(state())) chmodSync(join(state(), name), 0o400);
    chmodSync(state(), 0o500);
    const run = await script(POWERLESS, [`${INSTALL} --project other`]);
    chmodSync(state(), 0o700);
    expect(run.code).toBe(5);
    expectClean(run, 'state-permissions');
    for (const name of readdirSync(state())) chmodSync(join(state(), name), 0o600);
    expect((await program.run(['list', '--json'])).json().apps).toHaveLength(1);
  });
});

describe('a file system that is read-only', needsMounts, () => {
  it('ends with 5 and names the cause', async () => {
    expect((await program.run(['list'])).code).toBe(0);
    writeFileSync(join(program.home, 'note'), '');
    const readOnly = [`mount --bind '${state()}' '${state()}'`, `mount -o remount,bind,ro '${state()}' || exit 99`];
    const run = await script(NAMESPACE, [...readOnly, INSTALL]);
    expect(run.code).toBe(5);
    expectClean(run, 'state-permissions');
  });
});
