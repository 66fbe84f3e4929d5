import type { ShownApp } from '../../usecases/install/show.ts';
import type { Declare } from '../program.ts';

export const showCommand: Declare = (program, act) =>
  program
    .command('show')
    .description('show one app whole: its collections, bindings and providers')
    .argument('<app>', 'an installed app')
    .action(
      act(async (context, _options, app: string) => {
        const [{ appShow }, { printOperation }, { showText }] = await Promise.all([
          import('../../operations/app.ts'),
          import('../run-operation.ts'),
          import('./text.ts'),
        ]);
        const tell = (shown: ShownApp) => context.output.data(showText(shown, context.output));
        await printOperation(appShow, { input: { app }, tell }, context);
        return undefined;
      }),
    );
