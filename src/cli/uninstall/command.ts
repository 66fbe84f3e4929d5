import type { Declare } from '../program.ts';

export const uninstallCommand: Declare = (program, act) =>
  program
    .command('uninstall')
    .description('remove an app with its providers, secrets and connections; tokens are revoked')
    .argument('<app>', 'an installed app')
    .action(
      act(async ({ ports, globals, output }, _options, app: string) => {
        const [
          { uninstall },
          { planText },
          { revocationDocument, revocationLines },
          { forgottenClientDocument, forgottenClientLines },
        ] = await Promise.all([
          import('../../usecases/install/uninstall.ts'),
          import('../render/plan.ts'),
          import('../render/revocations.ts'),
          import('../render/forgotten-clients.ts'),
        ]);
        const show = (plan: Parameters<typeof planText>[0]) => output.say(planText(plan, output));
        const { plan, revocations, forgottenClients } = await uninstall(app, show, globals, ports);
        if (globals.json) {
          output.json({
            outcome: 'done',
            plan,
            revocations: revocations.map(revocationDocument),
            deleted_clients: forgottenClients.map(forgottenClientDocument),
          });
          return undefined;
        }
        const lines = [...revocationLines(revocations), ...forgottenClientLines(forgottenClients)];
        output.data([...lines, `Uninstalled ${plan.app}.`].join('\n'));
        return undefined;
      }),
    );
