import { Argument } from 'commander';
import type { ClientName } from '../../compile/clients.ts';
import type { Declare } from '../program.ts';

export const CLIENT_NAMES = [
  'claude-desktop',
  'claude-code',
  'cursor',
  'vscode',
  'codex',
  'gemini',
  'windsurf',
  'zed',
] as const satisfies readonly ClientName[];

export const importCommand: Declare = (program, act) =>
  program
    .command('import')
    .description("make servers of a client's configuration, and move its secrets out of it, encrypted")
    .addArgument(new Argument('<client>', 'which client').choices(CLIENT_NAMES))
    .option('--file <file>', 'its configuration (default: where the client looks)')
    .action(
      act<{ file?: string }>(async (context, { file }, client: ClientName) => {
        const { runImport } = await import('./run.ts');
        return runImport(context, client, file);
      }),
    );
