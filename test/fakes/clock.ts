import type { Clock } from '../../src/ports/index.ts';

export interface FakeClock extends Clock {
  /** Lets so many milliseconds pass, and wakes whatever sleeps until then, in the order of time. */
  advance(milliseconds: number): Promise<void>;
}

interface Sleeper {
  readonly at: number;
  wake(): void;
}

/** A clock that stands still until a test moves it. */
export function fakeClock(start = Date.UTC(2026, 0, 1)): FakeClock {
  let now = start;
  const sleepers = new Set<Sleeper>();
  const at = (moment: number, wake: () => void) => {
    const sleeper = { at: moment, wake };
    sleepers.add(sleeper);
    return () => sleepers.delete(sleeper);
  };
  /** Lets everything run that was waiting for what just happened. */
  const settle = () => new Promise<void>((done) => setImmediate(done));
  return {
    now: () => now,
    elapsed: () => now - start,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const cancel = at(now + milliseconds, resolve);
        signal?.addEventListener(
          'abort',
          () => {
            cancel();
            reject(signal.reason);
          },
          { once: true },
        );
      }),
    timeout(milliseconds) {
      const controller = new AbortController();
      at(now + milliseconds, () => controller.abort(new DOMException('The operation timed out.', 'TimeoutError')));
      return controller.signal;
    },
    async advance(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        await settle();
        const [next] = [...sleepers].filter((each) => each.at <= end).sort((one, other) => one.at - other.at);
        if (!next) break;
        sleepers.delete(next);
        now = next.at;
        next.wake();
      }
      now = end;
      await settle();
    },
  };
}
