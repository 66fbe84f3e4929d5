import type { Declare } from '../program.ts';

export const showCommand: Declare = (program, act) =>
  program
    .command('show')
    .description('show one app whole: its collections, bindings and providers')
    .argument('<app>', 'an installed app')
    .action(
      act(async ({ ports, globals, output }, _options, app: string) => {
        const [{ showApp }, { showDocument }, { showText }] = await Promise.all([
          import('../../usecases/install/show.ts'),
          import('../../documents/installation.ts'),
          import('./text.ts'),
        ]);
        const shown = await showApp(app, globals, ports);
        if (globals.json) output.json(showDocument(shown));
        else output.data(showText(shown, output));
        return undefined;
      }),
    );
