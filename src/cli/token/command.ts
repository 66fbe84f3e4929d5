import type { Declare } from '../program.ts';

export const tokenCommand: Declare = (program, act) =>
  program
    .command('token')
    .description('print a valid access token, renewed if need be')
    .argument('<target>', 'a collection, app/collection, provider or server')
    .option('--header', 'print it as a header: Authorization: Bearer …')
    .action(
      act<{ header?: boolean }>(async ({ ports, globals, output }, { header }, target: string) => {
        const [{ token }, { tokenDocument }, { tokenText }] = await Promise.all([
          import('../../usecases/call/token.ts'),
          import('../../documents/token.ts'),
          import('./text.ts'),
        ]);
        const current = await token(target, globals, ports);
        output.disclose(globals.json ? tokenDocument(target, current) : tokenText(current, header === true));
        return undefined;
      }),
    );
