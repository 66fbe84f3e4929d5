import { Argument } from 'commander';
import { SHELLS, type Shell } from '../../completion/shells.ts';
import type { Declare } from '../program.ts';

export const completionCommand: Declare = (program, act) => {
  program
    .command('completion')
    .description('print what a shell loads to complete commands, options and names')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .action(
      act(async ({ output }, _options, shell: Shell) => {
        const { SCRIPTS } = await import('../../completion/scripts.ts');
        output.data(SCRIPTS[shell].trimEnd());
        return undefined;
      }),
    );
  program
    .command('__complete', { hidden: true })
    .argument('[word...]')
    // The words are not parsed, but they say whose state is meant.
    .hook('preAction', (_command, { args }) => {
      for (const name of ['project', 'home']) {
        const at = args.lastIndexOf(`--${name}`);
        if (at >= 0 && at < args.length - 2) program.setOptionValue(name, args[at + 1]);
      }
    })
    .action(
      act(async ({ ports, globals, output }, _options, words: string[]) => {
        const [{ completionLines }, { namesIn }] = await Promise.all([
          import('../../completion/candidates.ts'),
          import('../../completion/names.ts'),
        ]);
        const lines = await completionLines(program, words, () => namesIn(globals.project, ports));
        if (lines.length > 0) output.data(lines.join('\n'));
        return undefined;
      }),
    );
};
