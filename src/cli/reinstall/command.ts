import { withAnswers } from '../answer-options.ts';
import type { InstallOptions } from '../install/run.ts';
import type { Declare } from '../program.ts';

export const reinstallCommand: Declare = (program, act) =>
  withAnswers(
    program
      .command('reinstall')
      .description('uninstall and install in one step, with the same answers; connections are revoked')
      .argument('<app>', 'an installed app')
      .argument('[file]', 'another manifest of it (default: the installed one)')
      .option('--ask', 'forget the answers and ask again')
      .option('--no-check', 'do not try new API keys and client secrets at their servers')
      .option('--dry-run', 'show the plan, ask nothing and change nothing'),
  ).action(
    act<InstallOptions & { ask?: boolean }>(async (context, options, app: string, file: string | undefined) => {
      const { runReinstall } = await import('../install/run.ts');
      await runReinstall(context, options, { app, file });
      return undefined;
    }),
  );
