/** `tools approve`: shows what has changed, asks, and tells what was accepted. */
import { changedToolDocument } from '../../documents/tools.ts';
import type { NeedsConfirmation } from '../../plan/needs.ts';
import { approveTools } from '../../usecases/call/approve-tools.ts';
import { confirm } from '../confirm.ts';
import type { Context } from '../context.ts';
import { runAsking } from '../run-asking.ts';
import { changedToolsDiff } from './changed-tools.ts';
import { incomplete } from './text.ts';

export async function runApprove(
  { ports, globals, output }: Context,
  names: readonly string[],
): Promise<number | undefined> {
  const confirmation = async ({ consequences }: NeedsConfirmation) => {
    const changed = consequences.filter((each) => each.kind === 'tool-accepted');
    output.say(changedToolsDiff(changed, output.color));
    const count = changed.length === 1 ? 'this definition' : `these ${changed.length} definitions`;
    await confirm(
      {
        question: `Accept ${count}?`,
        step: { do: 'approve-tools', tools: names },
        why: 'Models use a tool with a new definition as soon as it is accepted.',
      },
      ports.prompts,
    );
  };
  const { approved, refusals } = await runAsking((given) => approveTools({ names, ...given }, globals, ports), {
    confirmation,
  });
  if (refusals.length > 0 && approved.length === 0) throw refusals[0];
  if (globals.json) {
    output.json({
      outcome: approved.length > 0 ? 'done' : 'nothing_to_do',
      approved: approved.map(changedToolDocument),
    });
  } else if (approved.length === 0) output.data('No definition has changed.');
  else output.data(`Accepted ${approved.map(({ name }) => name).join(', ')}.`);
  return incomplete(refusals);
}
