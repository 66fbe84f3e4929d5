/** Who did what, newest first, in parts. */
import type { Caller } from '../../identity/caller.ts';
import type { AuditPage, Ports } from '../../ports/index.ts';
import type { AuditRow } from '../../records-of-callers.ts';
import { inputInvalid } from './names.ts';

export interface ReadAuditInput extends Partial<AuditPage> {}

export interface AuditPart {
  readonly rows: readonly AuditRow[];
  /** The id to give as `before`, or as `after` where that was given, for the rows that follow. */
  readonly next?: string;
}

const MOST = 1000;
const USUAL = 100;

/**
 * @param withArguments Whether rows have the arguments of tools, where they were kept.
 * @throws Refusal `input-invalid`
 */
export async function readAudit(
  { limit = USUAL, ...filters }: ReadAuditInput,
  { caller, withArguments }: { readonly caller: Pick<Caller, 'project'>; readonly withArguments: boolean },
  { state }: Pick<Ports, 'state'>,
): Promise<AuditPart> {
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= MOST)) {
    throw inputInvalid('/limit', `A part has 1 to ${MOST} rows.`);
  }
  if (filters.before !== undefined && filters.after !== undefined) {
    throw inputInvalid('/after', 'Rows are before one, or after one, not both.');
  }
  const found = await state.read((tables) => tables.audit.list(caller.project, { ...filters, limit: limit + 1 }));
  const rows = found.slice(0, limit).map((row) => (withArguments ? row : withoutArguments(row)));
  const last = rows.at(-1);
  return found.length > limit && last ? { rows, next: last.id } : { rows };
}

function withoutArguments({ arguments: _hidden, ...row }: AuditRow): AuditRow {
  return row;
}
