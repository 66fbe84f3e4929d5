import type { Declare } from '../program.ts';

export const statusCommand: Declare = (program, act) =>
  program
    .command('status')
    .description('show who is connected to what, until when, with which scopes, and what to do')
    .action(
      act(async ({ ports, globals, output }) => {
        const [{ status }, { drifts }, { statusDocument, statusText }, { driftDocument, driftLines }] =
          await Promise.all([
            import('../../usecases/status.ts'),
            import('../../usecases/drift.ts'),
            import('../render/status.ts'),
            import('../render/drift.ts'),
          ]);
        const targets = await status(globals, ports);
        const drifted = await drifts(globals, ports);
        if (globals.json) {
          output.json({ ...statusDocument(targets), drift: drifted.map(driftDocument) });
          return undefined;
        }
        await statusText(targets, ports.clock.now(), output);
        for (const line of driftLines(drifted)) output.say(line);
        return undefined;
      }),
    );
