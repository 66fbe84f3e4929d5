import { type AnswerOptions, withAnswers } from '../answer-options.ts';
import type { Declare } from '../program.ts';

interface Options extends AnswerOptions {
  readonly dryRun?: boolean;
}

export const installCommand: Declare = (program, act) =>
  withAnswers(
    program
      .command('install')
      .description('install an app: its providers, bindings and secrets, all or nothing')
      .argument('[file]', 'a manifest, or a saved plan (default: the manifest in this folder)')
      .option('--dry-run', 'show the plan, ask nothing and change nothing'),
  ).action(
    act<Options>(async (context, options, file: string | undefined) => {
      const { runInstall } = await import('../run-install.ts');
      await runInstall(context, options, file);
      return undefined;
    }),
  );
