import { Argument } from 'commander';
import type { ClientName } from '../../compile/clients.ts';
import { CLIENT_NAMES } from '../import/command.ts';
import type { Declare } from '../program.ts';

export const exportCommand: Declare = (program, act) =>
  program
    .command('export')
    .description('write the configuration that makes a client use the gateway; what was there is kept beside it')
    .addArgument(new Argument('<client>', 'which client').choices(CLIENT_NAMES))
    .option('--file <file>', 'its configuration (default: where the client looks)')
    .option('--agent <name>', 'only what is attached to this agent')
    .option('--print', 'print the whole configuration instead of writing it')
    .option('--dry-run', 'show the difference, and write nothing')
    .action(
      act<{ file?: string; agent?: string; print?: boolean; dryRun?: boolean }>(
        async (context, options, client: ClientName) => {
          const { runExport } = await import('./run.ts');
          return runExport(context, client, options);
        },
      ),
    );
