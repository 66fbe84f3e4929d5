import { duration, wholeNumber } from '../option-values.ts';
import type { Declare } from '../program.ts';
import type { AuditCommandOptions } from './run.ts';

export const auditCommand: Declare = (program, act) =>
  program
    .command('audit')
    .description('who did what: changes, logins, consents and calls')
    .option('--since <time>', 'so long ago, for example 1h', duration)
    .option('--tool <name>', 'only this tool, or other thing; * and ? are wildcards')
    .option('--person <name>', 'only what this person, key or end user did')
    .option('--limit <rows>', 'at most so many, the newest (default: 100)', wholeNumber)
    .option('--before <id>', 'only rows before this one, for the next part')
    .option('--arguments', 'with what tools were called with, where that was kept')
    .option('--follow', 'wait for more until Ctrl-C; with --json a document a line')
    .action(
      act<AuditCommandOptions>(async (context, options) => {
        const { runAudit } = await import('./run.ts');
        return runAudit(context, options);
      }),
    );
