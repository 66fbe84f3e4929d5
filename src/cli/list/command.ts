import type { Declare } from '../program.ts';

export const listCommand: Declare = (program, act) =>
  program
    .command('list')
    .description('list the installed apps')
    .action(
      act(async (context) => {
        const [{ appList }, { printOperation }, { listText }] = await Promise.all([
          import('../../operations/app.ts'),
          import('../run-operation.ts'),
          import('./text.ts'),
        ]);
        await printOperation(appList, { input: {}, tell: ({ apps }) => listText(apps, context.output) }, context);
        return undefined;
      }),
    );
