/**
 * How often callers may do something in a minute. A window begins with the first request of a caller and lasts a minute, so
 * nobody gets more than twice the number in any minute, and each caller costs one small entry.
 */

export type Limited =
  /** Calls of tools, for each principal. */
  | 'tool-calls'
  /** Operations that change something, for each principal. */
  | 'writes'
  /** Consents begun, for each person or end user. Never for a key, since one backend speaks for thousands. */
  | 'connects'
  /** Tickets and tokens for end users, for each API key. */
  | 'tickets'
  /** Requests without a principal, for each address. */
  | 'strangers';

export const LIMITS: Readonly<Record<Limited, number>> = {
  'tool-calls': 600,
  writes: 60,
  connects: 10,
  tickets: 600,
  strangers: 60,
};

export interface Limiter {
  /**
   * Counts one, and returns in how many milliseconds the next one is allowed; 0 when this one is.
   *
   * @param who The id of a principal or a key, or an address.
   * @param now Milliseconds since some fixed moment.
   */
  take(what: Limited, who: string, now: number): number;
  /** How many callers are remembered. */
  readonly size: number;
}

interface Window {
  readonly startedAt: number;
  count: number;
}

const MINUTE = 60_000;
/** Whoever is forgotten begins anew: to get round a limit somebody needs this many names or addresses in a minute. */
const MOST_CALLERS = 100_000;

export function createLimiter(limits: Readonly<Record<Limited, number>> = LIMITS, most = MOST_CALLERS): Limiter {
  // In the order in which windows began: the first ones end first.
  const windows = new Map<string, Window>();

  /** Looks at a few only, so that no request pays for all. */
  function forgetOld(now: number): void {
    for (const [key, { startedAt }] of windows) {
      if (now - startedAt < MINUTE && windows.size < most) return;
      windows.delete(key);
    }
  }

  return {
    take(what, who, now) {
      const key = `${what} ${who}`;
      const found = windows.get(key);
      if (found === undefined || now - found.startedAt >= MINUTE) {
        windows.delete(key);
        forgetOld(now);
        windows.set(key, { startedAt: now, count: 1 });
        return limits[what] > 0 ? 0 : MINUTE;
      }
      if (found.count >= limits[what]) return found.startedAt + MINUTE - now;
      found.count += 1;
      return 0;
    },
    get size() {
      return windows.size;
    },
  };
}
