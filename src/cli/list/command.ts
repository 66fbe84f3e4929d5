import type { Declare } from '../program.ts';

export const listCommand: Declare = (program, act) =>
  program
    .command('list')
    .description('list the installed apps')
    .action(
      act(async ({ ports, globals, output }) => {
        const [{ listInstallations }, { listDocument }, { listText }] = await Promise.all([
          import('../../usecases/install/show.ts'),
          import('../../documents/installation.ts'),
          import('./text.ts'),
        ]);
        const installations = await listInstallations(globals, ports);
        if (globals.json) output.json(listDocument(installations));
        else await listText(installations, output);
        return undefined;
      }),
    );
