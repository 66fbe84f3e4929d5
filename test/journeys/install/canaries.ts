/** Secrets that must never be found again: in no file, no output and no process's arguments. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { finished, type Program, type Run, type RunOptions } from '../../fakes/mcpctl.ts';

export interface Canaries {
  /** A new secret, remembered. */
  make(): string;
  /** Runs the program and remembers what it said, and what its arguments showed to other processes. */
  run(args: readonly string[], options?: RunOptions): Promise<Run>;
  /** Fails when a secret is anywhere it can be read. */
  expectUnseen(): void;
}

export function createCanaries(program: Program): Canaries {
  const secrets: string[] = [];
  const seen: string[] = [];
  return {
    make() {
      const secret = `canary-${crypto.randomUUID()}`;
      secrets.push(secret);
      return secret;
    },
    async run(args, options) {
      const child = program.start(args, options);
      seen.push(argumentsOf(child.pid));
      const run = await finished(child, options?.input);
      seen.push(run.out, run.err);
      return run;
    },
    expectUnseen() {
      expect(secrets.length).toBeGreaterThan(0);
      const texts = [...seen, ...filesBelow(program.home).map((file) => readFileSync(file, 'latin1'))];
      for (const secret of secrets) {
        for (const form of [
          secret,
          Buffer.from(secret).toString('base64').slice(0, -4),
          Buffer.from(secret).toString('hex'),
        ]) {
          expect(texts.filter((text) => text.includes(form))).toEqual([]);
        }
      }
    },
  };
}

/** What `ps` shows, on Linux. */
function argumentsOf(pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}
