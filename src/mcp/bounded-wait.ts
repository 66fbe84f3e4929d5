/** Waits for work that cannot be stopped, but not beyond an abort or a time. */
import type { Clock } from '../ports/index.ts';

/** Rejects with the reason of the signal. The signal may outlive much work, so no listener stays on it. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
  });
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', abort));
}

/** Resolves when the work has settled, or when the time is over. */
export async function settledWithin(work: Promise<unknown>, milliseconds: number, clock: Clock): Promise<void> {
  const settled = new AbortController();
  await Promise.race([work, clock.sleep(milliseconds, settled.signal).catch(() => {})]);
  settled.abort();
}
