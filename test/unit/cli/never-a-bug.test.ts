/**
 * Whatever a person, a repository or a server hands over, no command ends as a bug of ours. The real program runs in this
 * process on streams of the test.
 *
 *     MCPCTL_CASES=200000 MCPCTL_SEED=7 npx vitest run --project unit test/unit/cli/never-a-bug.test.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { main } from '../../../src/main-commands.ts';
import { type Case, cases, makeFiles, type Scripted, startScripted } from '../../fakes/cases.ts';
import { MASTER_KEY } from '../../fakes/mcpctl.ts';

const COUNT = Number(process.env.MCPCTL_CASES ?? 10_000);
const SEED = Number(process.env.MCPCTL_SEED ?? 20261201);
const EXIT_CODES = new Set([0, 1, 2, 3, 4, 5, 130]);

let top: string;
let server: Scripted;
const here = process.cwd();
const environment = { ...process.env };
beforeAll(async () => {
  top = mkdtempSync(join(tmpdir(), 'mcpctl-cases-'));
  server = await startScripted();
  Object.assign(process.env, {
    HOME: top,
    MCPCTL_HOME: join(top, 'state'),
    MCPCTL_MASTER_KEY: MASTER_KEY,
    CI: '',
    NO_COLOR: '1',
  });
});
afterAll(async () => {
  process.chdir(here);
  process.env = environment;
  await server.close();
  rmSync(top, { recursive: true, force: true });
});

/** The exit code, and everything that was written. */
async function run(args: readonly string[]): Promise<{ code: number; said: string }> {
  let said = '';
  const write = (text: string) => {
    said += text;
  };
  const stream = { write, isTerminal: false, columns: 80 };
  const before = (['SIGINT', 'SIGTERM'] as const).map((signal) => [signal, process.listeners(signal)] as const);
  try {
    return { code: await main(args, { out: stream, error: stream }, '0.0.0'), said };
  } finally {
    for (const [signal, listeners] of before) {
      process.removeAllListeners(signal);
      for (const listener of listeners) process.on(signal, listener);
    }
  }
}

async function check({ files, commands, answers }: Case): Promise<void> {
  rmSync(join(top, 'state'), { recursive: true, force: true });
  const folder = join(top, 'case');
  process.chdir(top);
  makeFiles(folder, files);
  process.chdir(folder);
  server.answer(answers);
  for (const command of commands) {
    const { code, said } = await run(command.map((word) => word.replaceAll('URL', server.url)));
    if (!EXIT_CODES.has(code) || said.includes('error[bug]'))
      expect.fail(`mcpctl ${JSON.stringify(command)} ends with ${code}: ${said}`);
  }
}

it(
  `no command ends as a bug: ${COUNT} cases`,
  async () => {
    await fc.assert(fc.asyncProperty(cases, check), { numRuns: COUNT, seed: SEED });
  },
  Math.max(600_000, COUNT * 100),
);
