/** The audit, for people: the newest row is the last line. */
import { hint } from '../../next-step.ts';
import { printable } from '../../printable.ts';
import type { AuditRow } from '../../records-of-callers.ts';
import { isoTime } from '../../time.ts';
import type { AuditPart } from '../../usecases/access/read-audit.ts';
import type { Output } from '../output.ts';
import { writeTable } from '../render/table.ts';

export async function auditText({ rows, next }: AuditPart, output: Output): Promise<void> {
  if (rows.length === 0) {
    output.say('There is nothing.');
    return;
  }
  await writeTable(
    [...rows].reverse(),
    [
      { title: 'time', text: ({ at }) => isoTime(at).slice(0, 19), whole: true },
      { title: 'who', text: ({ principal }) => principal },
      { title: 'agent', text: ({ agent }) => agent ?? '-' },
      { title: 'did', text: ({ operation }) => operation },
      { title: 'to', text: ({ target }) => target || '-' },
      { title: 'outcome', text: outcomeOf },
    ],
    output,
  );
  if (next !== undefined) output.say(hint`There is more: ${{ do: 'run', words: ['audit', '--before', next] }}`);
}

/** One row as it comes. */
export function auditLine(row: AuditRow): string {
  const { at, principal, agent, operation, target } = row;
  const cells = [isoTime(at).slice(0, 19), principal, agent ?? '-', operation, target || '-', outcomeOf(row)];
  return cells.map((cell) => printable(cell)).join('\t');
}

function outcomeOf({ outcome, code }: AuditRow): string {
  return code === undefined ? outcome : `${outcome}: ${code}`;
}
