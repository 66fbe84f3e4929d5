import type { Declare } from '../program.ts';

export const uninstallCommand: Declare = (program, act) =>
  program
    .command('uninstall')
    .description('remove an app with its providers, secrets and connections; tokens are revoked')
    .argument('<app>', 'an installed app')
    .action(
      act(async (context, _options, app: string) => {
        const { runUninstall } = await import('./run.ts');
        return runUninstall(context, app);
      }),
    );
