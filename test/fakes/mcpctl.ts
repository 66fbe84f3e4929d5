/** The program as its users run it: a spawned process with a home of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Standard output as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads into it freely, and fails where it is wrong.
  json<T = any>(): T;
}

export interface RunOptions {
  readonly env?: Record<string, string>;
  readonly input?: string;
  readonly cwd?: string;
}

export interface Program {
  readonly home: string;
  run(args: readonly string[], options?: RunOptions): Promise<Run>;
  /** A process still running: for signals and kills. */
  start(args: readonly string[], options?: RunOptions): ChildProcess;
  remove(): void;
}

export const EXECUTABLE = resolve(import.meta.dirname, '../../bin/mcpctl.js');

/** A master key for tests: base64 of 32 bytes. */
export const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');

/** What every program of the tests inherits. MCPCTL_SLOW=1 runs the same tests without the fast paths. */
export const INHERITED: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? '',
  ...(process.env.MCPCTL_SLOW && { MCPCTL_SLOW: process.env.MCPCTL_SLOW }),
};

/** A program with an empty home that `remove` deletes. */
export function createProgram(env: Record<string, string> = {}): Program {
  const home = mkdtempSync(join(tmpdir(), 'mcpctl-test-'));
  const start = (args: readonly string[], options: RunOptions = {}) =>
    spawn(process.execPath, [EXECUTABLE, ...args], {
      cwd: options.cwd ?? home,
      env: {
        ...INHERITED,
        HOME: home,
        MCPCTL_HOME: join(home, 'state'),
        MCPCTL_MASTER_KEY: MASTER_KEY,
        ...env,
        ...options.env,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  return {
    home,
    start,
    run: (args, options) => finished(start(args, options), options?.input),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** Waits for a process and collects what it said. With `null` its standard input stays open. */
export function finished(child: ChildProcess, input: string | null = ''): Promise<Run> {
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    err += text;
  });
  child.stdin?.on('error', () => {});
  if (input !== null) child.stdin?.end(input);
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done({ code, out, err, json: () => JSON.parse(out) }));
  });
}
