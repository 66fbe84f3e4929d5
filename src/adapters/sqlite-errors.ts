/** Turns errors of SQLite into refusals. None of them touches the file: what is in it may still be saved. */
import { type Hint, hint } from '../next-step.ts';
import { Refusal, type RefusalCode } from '../refusal.ts';

interface Explanation {
  readonly code: RefusalCode;
  readonly what: string;
  readonly hint: string | Hint;
}

const BUSY: Explanation = {
  code: 'state-busy',
  what: 'Another process kept the database for too long.',
  hint: 'Try again, and look for another mcpctl that hangs.',
};

const FULL: Explanation = {
  code: 'state-full',
  what: 'There is no room to write the database.',
  hint: 'Free some space, then run the command again. Nothing was changed.',
};

const UNWRITABLE: Explanation = {
  code: 'state-permissions',
  what: 'The database cannot be opened for writing.',
  hint: hint`Check the permissions of the folder, or choose another: ${{ do: 'give', field: 'home' }}`,
};

const DAMAGED: Explanation = {
  code: 'state-damaged',
  what: 'The database is damaged.',
  hint: hint`It was left as it is. Restore a backup, or move it away and install again: ${{ do: 'doctor' }}`,
};

/** By the primary result code (https://sqlite.org/rescode.html): its low byte. */
const EXPLANATIONS: ReadonlyMap<number, Explanation> = new Map([
  [5, BUSY],
  [6, BUSY],
  [8, UNWRITABLE],
  [10, { ...DAMAGED, what: 'The database could not be read or written.', hint: FULL.hint }],
  [11, DAMAGED],
  [13, FULL],
  [14, UNWRITABLE],
  [26, DAMAGED],
]);

/** Returns the refusal for an error of SQLite. Anything else is a bug and is thrown as it is. */
export function stateRefusal(thrown: unknown, file: string): Refusal {
  if (thrown instanceof Refusal) return thrown;
  const { rawCode, message } = thrown as { rawCode?: number; message: string };
  const explanation = EXPLANATIONS.get(rawCode === undefined ? openingCode(message) : rawCode & 0xff);
  if (!explanation) throw thrown;
  const { code, what, hint: advice } = explanation;
  return new Refusal(code, { what, why: `${file}: ${message}`, hint: advice, details: { file }, cause: thrown });
}

/** An error while opening has its code only in its message: `ConnectionFailed("… /path: 14")`. */
function openingCode(message: string): number {
  return Number(/^ConnectionFailed\(.*: (\d+)"?\)$/s.exec(message)?.[1] ?? 0);
}
