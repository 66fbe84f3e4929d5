import type { Declare } from '../program.ts';

export const lspCommand: Declare = (program, act) =>
  program
    .command('lsp')
    .description('check manifests while they are written: the Language Server Protocol, for editors')
    .requiredOption('--stdio', 'speak on standard input and output')
    .action(
      act(async ({ ports }) => {
        const { serveEditor } = await import('../../language-server/server.ts');
        return serveEditor(ports);
      }),
    );
