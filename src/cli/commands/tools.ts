import { EXIT } from '../../refusal.ts';
import type { Declare } from '../program.ts';

export const toolsCommand: Declare = (program, act) =>
  program
    .command('tools')
    .description('list the tools, with the names they are called by')
    .argument('[target...]', 'collections, apps/collections, providers or servers; none: everything installed')
    .action(
      act(async ({ ports, globals, output }, _options, targets: string[]) => {
        const [{ tools, refusals }, { toolsDocument, toolsText }] = await Promise.all([
          import('../../usecases/tools.ts'),
          import('../render/tools.ts'),
        ]);
        const listed = await tools(targets, globals, ports);
        // Nothing to show but one reason: that is the error, whole.
        const failures = refusals(listed);
        if (failures.length > 0 && failures.length === listed.length) throw failures[0];
        if (globals.json) output.json(toolsDocument(listed));
        else toolsText(listed, output);
        // An incomplete answer is not success: a person must connect, or else a server is not well.
        return failures.some(({ exitCode }) => exitCode === EXIT.connect) ? EXIT.connect : failures[0]?.exitCode;
      }),
    );
