/** People, for people. */
import { hint } from '../../next-step.ts';
import type { Person } from '../../records-of-callers.ts';
import type { Output } from '../output.ts';
import { writeTable } from '../render/table.ts';

export async function peopleText(people: readonly Person[], output: Output): Promise<void> {
  if (people.length === 0) {
    output.say(hint`This project has no people but you. Add somebody: ${{ do: 'create', what: 'person' }}`);
    return;
  }
  await writeTable(
    people,
    [
      { title: 'person', text: ({ name }) => name, whole: true },
      { title: 'role', text: ({ role }) => role, whole: true },
      { title: 'agents', text: ({ agents }) => agents.join(', ') || '-' },
    ],
    output,
  );
}
