import { Option } from 'commander';
import { seconds } from '../option-values.ts';
import type { Declare } from '../program.ts';
import type { CallCommandOptions } from './run.ts';

export const callCommand: Declare = (program, act) =>
  program
    .command('call')
    .description('call one tool: TOOL by its namespaced name, or TARGET TOOL')
    .usage('[options] <tool> [argument...] | <target> <tool> [argument...]')
    .argument('<tool>', "the name that mcpctl tools shows, or a target and the server's own name of the tool")
    .argument('[argument...]', "one JSON object, - for standard input, or key=value words typed by the tool's schema")
    .option('--out <dir>', 'write images and other files of the result there')
    .addOption(
      new Option('--elicit <how>', 'when the server asks something: ask, always its defaults, or decline')
        .choices(['ask', 'defaults', 'decline'])
        .default('ask'),
    )
    .option('--timeout <seconds>', 'how long the tool may be silent (default: 300)', seconds)
    .action(
      act<CallCommandOptions>(async (context, options, tool: string, words: string[]) => {
        const { runCall } = await import('./run.ts');
        return runCall(context, options, [tool, ...words]);
      }),
    );
