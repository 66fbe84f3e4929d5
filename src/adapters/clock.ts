/** The clock of the machine. */
import type { Clock } from '../ports/index.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    const { setTimeout: delay } = await import('node:timers/promises');
    // Node rejects with an `AbortError` that only has the reason as its cause.
    await delay(milliseconds, undefined, signal && { signal }).catch(() => signal?.throwIfAborted());
  },
  timeout: (milliseconds) => AbortSignal.timeout(milliseconds),
  timer: (milliseconds, expire) => {
    const timer = setTimeout(expire, milliseconds);
    return { restart: () => void timer.refresh(), stop: () => clearTimeout(timer) };
  },
};
