import type { Declare } from '../program.ts';

export const disconnectCommand: Declare = (program, act) =>
  program
    .command('disconnect')
    .description('revoke the tokens and forget them')
    .argument('<target...>', 'collections, apps/collections, providers or servers')
    .action(
      act(async ({ ports, globals, output }, _options, targets: string[]) => {
        const [{ disconnect }, { disconnectedDocument }, { disconnectedText }] = await Promise.all([
          import('../../usecases/connect/disconnect.ts'),
          import('../../documents/connected.ts'),
          import('./text.ts'),
        ]);
        const all = [];
        for (const target of targets) {
          const disconnected = await disconnect(target, globals, ports);
          all.push(disconnected);
          if (!globals.json) disconnectedText(disconnected, output);
        }
        if (globals.json) output.json(disconnectedDocument(all));
        return undefined;
      }),
    );
