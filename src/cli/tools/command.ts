import { EXIT, type Refusal } from '../../refusal.ts';
import type { Declare } from '../program.ts';

export const toolsCommand: Declare = (program, act) => {
  const command = program
    .command('tools')
    .description('list the tools, with the names they are called by')
    .argument('[target...]', 'collections, apps/collections, providers or servers; none: everything installed')
    .action(
      act(async ({ ports, globals, output }, _options, targets: string[]) => {
        const [{ tools, refusals }, { toolsDocument, toolsText }] = await Promise.all([
          import('../../tools/tools.ts'),
          import('./text.ts'),
        ]);
        const listed = await tools(targets, globals, ports);
        // Nothing to show but one reason: that is the error, whole.
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
      act(async ({ ports, globals, output }, _options, words: string[]) => {
        const [{ approveTools }, { changedToolDocument, changedToolsDiff }] = await Promise.all([
          import('../../usecases/call/approve-tools.ts'),
          import('./changed-tools.ts'),
        ]);
        const show = (changed: Parameters<typeof changedToolsDiff>[0]) =>
          output.say(changedToolsDiff(changed, output.color));
        const { approved, refusals } = await approveTools(words, show, globals, ports);
        if (refusals.length > 0 && approved.length === 0) throw refusals[0];
        if (globals.json) {
          output.json({
            outcome: approved.length > 0 ? 'done' : 'nothing_to_do',
            approved: approved.map(changedToolDocument),
          });
        } else if (approved.length === 0) output.data('No definition has changed.');
        else output.data(`Accepted ${approved.map(({ name }) => name).join(', ')}.`);
        return incomplete(refusals);
      }),
    );
};

/** An incomplete answer is not success: a person must connect, or else a server is not well. */
function incomplete(failures: readonly Refusal[]): number | undefined {
  return failures.some(({ exitCode }) => exitCode === EXIT.connect) ? EXIT.connect : failures[0]?.exitCode;
}
