import { withAnswers } from '../answer-options.ts';
import type { InstallOptions } from '../install/run.ts';
import type { Declare } from '../program.ts';

export const upgradeCommand: Declare = (program, act) =>
  withAnswers(
    program
      .command('upgrade')
      .description('bring an installed app to another manifest in place; consents stay good where they can')
      .argument('<app>', 'an installed app')
      .argument('[file]', 'its new manifest (default: the manifest in this folder)')
      .option('--no-check', 'do not try new API keys and client secrets at their servers')
      .option('--dry-run', 'show the plan, ask nothing and change nothing'),
  ).action(
    act<InstallOptions>(async (context, options, app: string, file: string | undefined) => {
      const { runUpgrade } = await import('../install/run.ts');
      await runUpgrade(context, options, { app, file });
      return undefined;
    }),
  );
