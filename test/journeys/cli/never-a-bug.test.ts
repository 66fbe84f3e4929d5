/**
 * The cases of test/unit/cli/never-a-bug.test.ts, and commands that read standard input, with the bundle as users run it.
 *
 *     MCPCTL_SPAWNED=5000 MCPCTL_SEED=7 npx vitest run --project journeys test/journeys/cli/never-a-bug.test.ts
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { cases, inputCases, makeFiles, type Scripted, startScripted } from '../../fakes/cases.ts';
import { createProgram } from '../../fakes/mcpctl.ts';
import { needsUnix } from '../../fakes/needs.ts';

const COUNT = Number(process.env.MCPCTL_SPAWNED ?? 300);
const SEED = Number(process.env.MCPCTL_SEED ?? 20261201);
const EXIT_CODES = [0, 1, 2, 3, 4, 5, 130];
const LIMIT = Math.max(600_000, COUNT * 4000);

const program = createProgram();
afterAll(() => program.remove());

/** Runs each command line in a folder and a home of its own. */
async function check(
  commands: readonly (readonly string[])[],
  { folder, url = '', input = '' }: { readonly folder: string; readonly url?: string; readonly input?: string },
): Promise<void> {
  const env = { HOME: folder, MCPCTL_HOME: `${folder}-state`, NO_COLOR: '1' };
  for (const command of commands) {
    const args = command.map((word) => word.replaceAll('URL', url)).filter((word) => !word.includes('\0'));
    const { code, out, err } = await program.run(args, { cwd: folder, env, input });
    const said = out + err;
    if (!EXIT_CODES.includes(code ?? -1) || said.includes('error[bug]')) {
      expect.fail(`mcpctl ${JSON.stringify(args)} ends with ${code}: ${said}`);
    }
  }
  rmSync(folder, { recursive: true, force: true });
  rmSync(`${folder}-state`, { recursive: true, force: true });
}

/** Runs many cases side by side: a spawned program mostly waits. */
async function checkAll<T>(all: readonly T[], run: (one: T, server: Scripted) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async () => {
    const server = await startScripted();
    try {
      while (next < all.length) {
        const index = next++;
        await run(all[index] as T, server).catch((thrown) => {
          throw new Error(`Case ${index} of seed ${SEED}: ${JSON.stringify(all[index])}`, { cause: thrown });
        });
      }
    } finally {
      await server.close();
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() + 2 }, work));
}

it(
  `no command ends as a bug, whatever it is given: ${COUNT} cases`,
  async () => {
    await checkAll(fc.sample(cases, { numRuns: Math.ceil(COUNT / 2), seed: SEED }), async (one, server) => {
      const folder = mkdtempSync(join(program.home, 'case-'));
      makeFiles(folder, one.files);
      server.answer(one.answers);
      await check(one.commands, { folder, url: server.url });
    });
  },
  LIMIT,
);

it(
  'nor does one that reads standard input',
  async () => {
    await checkAll(
      fc.sample(inputCases, { numRuns: Math.floor(COUNT / 2), seed: SEED }),
      async ({ command, input }) => {
        const folder = mkdtempSync(join(program.home, 'input-'));
        await check([command], { folder, input });
      },
    );
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
  await check(
    [
      ['validate', '.'],
      ['validate', '*.json'],
      ['plan', '.'],
    ],
    { folder },
  );
});
