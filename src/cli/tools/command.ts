import type { Declare } from '../program.ts';

export const toolsCommand: Declare = (program, act) => {
  const command = program
    .command('tools')
    .description('list the tools, with the names they are called by')
    .argument('[target...]', 'collections, apps/collections, providers or servers; none: everything installed')
    .action(
      act(async ({ ports, globals, output }, _options, targets: string[]) => {
        const [{ tools, refusals }, { toolsDocument }, { incomplete, toolsText }] = await Promise.all([
          import('../../tools/tools.ts'),
          import('../../documents/tools.ts'),
          import('./text.ts'),
        ]);
        const listed = await tools(targets, globals, ports);
        // When there is nothing but refusals, the first one is the error.
        const failures = refusals(listed);
        if (failures.length > 0 && failures.length === listed.length) throw failures[0];
        if (globals.json) output.json(toolsDocument(listed));
        else toolsText(listed, output);
        return incomplete(failures);
      }),
    );
  command
    .command('approve')
    .description('accept definitions of tools that have changed, after showing the differences')
    .argument('[target...]', 'targets, or tools by their namespaced names; none: everything that has changed')
    .action(
      act(async (context, _options, names: string[]) => {
        const { runApprove } = await import('./approve.ts');
        return runApprove(context, names);
      }),
    );
};
