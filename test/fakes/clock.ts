import { systemClock } from '../../src/adapters/clock.ts';
import type { Clock } from '../../src/ports/index.ts';

export interface FakeClock extends Clock {
  /** Lets so many milliseconds pass, and wakes whatever sleeps until then, in the order of time. */
  advance(milliseconds: number): Promise<void>;
  /** How many sleepers and timers have not ended. */
  pending(): number;
}

interface Sleeper {
  readonly at: number;
  wake(): void;
}

type Schedule = (milliseconds: number, wake: () => void) => { cancel(): void };

/** Everything of a clock that waits, by the one way to be woken. */
function waiting(schedule: Schedule): Pick<Clock, 'sleep' | 'timeout' | 'timer'> {
  return {
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const abort = () => {
          sleeper.cancel();
          reject(signal?.reason);
        };
        const sleeper = schedule(milliseconds, () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        });
        signal?.addEventListener('abort', abort, { once: true });
      }),
    timeout(milliseconds) {
      const controller = new AbortController();
      schedule(milliseconds, () => controller.abort(new DOMException('The operation timed out.', 'TimeoutError')));
      return controller.signal;
    },
    timer(milliseconds, expire) {
      let sleeper = schedule(milliseconds, expire);
      return {
        restart() {
          sleeper.cancel();
          sleeper = schedule(milliseconds, expire);
        },
        stop: () => sleeper.cancel(),
      };
    },
  };
}

/** Lets everything run that was waiting for what just happened. */
const settle = () => new Promise<void>((done) => setImmediate(done));

/** A clock that stands still until a test moves it. */
export function fakeClock(start = Date.UTC(2026, 0, 1)): FakeClock {
  let now = start;
  const sleepers = new Set<Sleeper>();
  const schedule: Schedule = (milliseconds, wake) => {
    const sleeper = { at: now + milliseconds, wake };
    sleepers.add(sleeper);
    return { cancel: () => void sleepers.delete(sleeper) };
  };
  return {
    now: () => now,
    elapsed: () => now - start,
    ...waiting(schedule),
    pending: () => sleepers.size,
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

export interface MovableClock extends Clock {
  /** Lets so many milliseconds pass at once, and wakes whatever sleeps until then. */
  skip(milliseconds: number): void;
}

/** The clock of the machine, which a test moves on: for tests with real sockets, whose answers take real time. */
export function movableClock(): MovableClock {
  let ahead = 0;
  const now = () => systemClock.now() + ahead;
  const sleepers = new Set<Sleeper & { readonly timer: NodeJS.Timeout }>();
  const schedule: Schedule = (milliseconds, wake) => {
    const end = () => {
      clearTimeout(sleeper.timer);
      sleepers.delete(sleeper);
    };
    const sleeper = {
      at: now() + milliseconds,
      wake() {
        end();
        wake();
      },
      timer: setTimeout(() => sleeper.wake(), milliseconds),
    };
    sleepers.add(sleeper);
    return { cancel: end };
  };
  return {
    now,
    elapsed: () => systemClock.elapsed() + ahead,
    ...waiting(schedule),
    skip(milliseconds) {
      ahead += milliseconds;
      for (const sleeper of [...sleepers]) if (sleeper.at <= now()) sleeper.wake();
    },
  };
}
