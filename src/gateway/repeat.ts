/** Work that a program which serves does again and again. */
import type { Clock } from '../ports/index.ts';

export interface Repeating {
  readonly clock: Pick<Clock, 'sleep'>;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Works each time that so many milliseconds have passed, until the signal is aborted. Never fails. */
export async function repeat(
  milliseconds: number,
  { clock, signal }: Repeating,
  work: () => Promise<unknown>,
): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(milliseconds, signal).catch(() => {});
    // What the database or another party refuses now may succeed the next time.
    if (!signal.aborted) await work().catch(() => {});
  }
}
