/** The clock of the machine. */
import type { Clock } from '../ports/index.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    const { setTimeout: delay } = await import('node:timers/promises');
    await delay(milliseconds, undefined, signal && { signal });
  },
  timeout: (milliseconds) => AbortSignal.timeout(milliseconds),
};
