/** Writes the audit into the database, a tenth of a second's rows at a time, so that no request waits for it. */
import type { Ports } from '../../ports/index.ts';
import type { AuditRow } from '../../records-of-callers.ts';

/** A row without its id and time, which it gets when it is handed over. */
export type NewAuditRow = Omit<AuditRow, 'id' | 'at'>;

export interface AuditWriter {
  /** Keeps the row, and writes it within a tenth of a second. Never fails. */
  append(row: NewAuditRow): void;
  /**
   * Resolves with the id of the row when the database has it.
   * @throws Refusal whatever the database refuses
   */
  record(row: NewAuditRow): Promise<string>;
  /** Resolves when all that was handed over is written, or cannot be. Never fails. */
  flush(): Promise<void>;
}

export interface AuditWriterOptions {
  /** Called once when rows cannot be written. They are kept for the next time, as many as there is room for. */
  readonly warn: (message: string) => void;
}

const BATCH_MILLISECONDS = 100;
/** In one statement: a database takes only so many values. */
const MOST_AT_ONCE = 500;
const MOST_WAITING = 20_000;

export function createAuditWriter(
  { state, clock, identifiers }: Pick<Ports, 'state' | 'clock' | 'identifiers'>,
  { warn }: AuditWriterOptions,
): AuditWriter {
  let waiting: AuditRow[] = [];
  let writing: Promise<void> = Promise.resolve();
  let isScheduled = false;
  let hasWarned = false;

  const whole = (row: NewAuditRow): AuditRow => ({ ...row, id: identifiers.next(), at: clock.now() });
  const complain = (why: string) => {
    if (!hasWarned) warn(`The audit cannot be written: ${why}`);
    hasWarned = true;
  };
  const add = (rows: readonly AuditRow[]) => state.write((tables) => tables.audit.add(rows));

  async function writeWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const rows = waiting.slice(0, MOST_AT_ONCE);
      await add(rows);
      waiting = waiting.slice(rows.length);
    }
  }

  const writeNext = () => {
    isScheduled = false;
    // One after the other: rows that are written twice would be there once, but for twice the work.
    writing = writing.then(writeWaiting).catch((thrown: Error) => {
      complain(thrown.message);
      if (waiting.length > MOST_WAITING) waiting = waiting.slice(-MOST_WAITING);
    });
    return writing;
  };

  return {
    append(row) {
      waiting.push(whole(row));
      if (isScheduled) return;
      isScheduled = true;
      clock.timer(BATCH_MILLISECONDS, () => void writeNext());
    },
    async record(row) {
      const kept = whole(row);
      await add([kept]);
      return kept.id;
    },
    flush: writeNext,
  };
}
