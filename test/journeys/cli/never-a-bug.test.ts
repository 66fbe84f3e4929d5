/**
 * The cases of test/unit/cli/never-a-bug.test.ts, and commands that read standard input, with the bundle as users run it.
 *
 *     MCPCTL_SPAWNED=5000 MCPCTL_SEED=7 npx vitest run --project journeys test/journeys/cli/never-a-bug.test.ts
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cases, inputCases, makeFiles, type Scripted, startScripted } from '../../fakes/cases.ts';
import { createProgram } from '../../fakes/mcpctl.ts';
import { needsUnix } from '../../fakes/needs.ts';

const COUNT = Number(process.env.MCPCTL_SPAWNED ?? 300);
const SEED = Number(process.env.MCPCTL_SEED ?? 20261201);
const EXIT_CODES = [0, 1, 2, 3, 4, 5, 130];
const LIMIT = Math.max(600_000, COUNT * 4000);

const program = createProgram();
let server: Scripted;
beforeAll(async () => {
  server = await startScripted();
});
afterAll(async () => {
  await server.close();
  program.remove();
});

/** Runs each command line in a folder and a home of its own. */
async function check(commands: readonly (readonly string[])[], folder: string, input = ''): Promise<void> {
  const env = { HOME: folder, MCPCTL_HOME: `${folder}-state`, NO_COLOR: '1' };
  for (const command of commands) {
    const args = command.map((word) => word.replaceAll('URL', server.url)).filter((word) => !word.includes('\0'));
    const { code, out, err } = await program.run(args, { cwd: folder, env, input });
    const said = out + err;
    if (!EXIT_CODES.includes(code ?? -1) || said.includes('error[bug]')) {
      expect.fail(`mcpctl ${JSON.stringify(args)} ends with ${code}: ${said}`);
    }
  }
  rmSync(folder, { recursive: true, force: true });
  rmSync(`${folder}-state`, { recursive: true, force: true });
}

it(
  `no command ends as a bug, whatever it is given: ${COUNT} cases`,
  async () => {
    const property = fc.asyncProperty(cases, async ({ files, commands, answers }) => {
      const folder = mkdtempSync(join(program.home, 'case-'));
      makeFiles(folder, files);
      server.answer(answers);
      await check(commands, folder);
    });
    await fc.assert(property, { numRuns: Math.ceil(COUNT / 2), seed: SEED });
  },
  LIMIT,
);

it(
  'nor does one that reads standard input',
  async () => {
    const property = fc.asyncProperty(inputCases, async ({ command, input }) => {
      const folder = mkdtempSync(join(program.home, 'input-'));
      await check([command], folder, input);
    });
    await fc.assert(property, { numRuns: Math.floor(COUNT / 2), seed: SEED });
  },
  LIMIT,
);

it('a folder with a pipe that nobody writes to is checked', needsUnix, async () => {
  const folder = join(program.home, 'with-pipe');
  mkdirSync(folder);
  makeFiles(folder, [
    { path: 'p.json', pipe: true },
    { path: 'm.json', text: '{"tool_collections":[]}' },
    { path: 'q.json', link: 'p.json' },
  ]);
  await check([['validate'], ['validate', '.'], ['validate', '*.json'], ['plan', '.']].slice(1), folder);
});
