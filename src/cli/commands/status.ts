import type { Declare } from '../program.ts';

export const statusCommand: Declare = (program, act) =>
  program
    .command('status')
    .description('show who is connected to what, until when, with which scopes, and what to do')
    .action(
      act(async ({ ports, globals, output }) => {
        const [{ status }, { statusDocument, statusText }] = await Promise.all([
          import('../../usecases/status.ts'),
          import('../render/status.ts'),
        ]);
        const targets = await status(globals, ports);
        if (globals.json) output.json(statusDocument(targets));
        else await statusText(targets, ports.clock.now(), output);
        return undefined;
      }),
    );
