/** Whether to ask once more, and when. Pure. */
import type { Method } from './paths.ts';

/** Methods that do the same when they are sent twice (RFC 9110, section 9.2.2). */
const IDEMPOTENT: readonly Method[] = ['get', 'put', 'delete'];

const LATER: readonly number[] = [429, 503];

/** Whoever is told to wait longer gets the error at once. Milliseconds. */
const LONGEST = 30_000;

export interface Failed {
  readonly method: Method;
  readonly status: number;
  /** The header Retry-After: seconds, or a date (RFC 9110, section 10.2.3). */
  readonly retryAfter: string | null;
  /** How often it has been asked. */
  readonly tries: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Milliseconds to wait, or undefined when the answer stands. */
export function waitBeforeRetry({ method, status, retryAfter, tries, now }: Failed): number | undefined {
  if (!IDEMPOTENT.includes(method) || !LATER.includes(status)) return undefined;
  const wait = retryAfter === null ? 1000 * 2 ** (tries - 1) : milliseconds(retryAfter, now);
  return wait <= LONGEST ? wait : undefined;
}

function milliseconds(retryAfter: string, now: number): number {
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? 1000 : Math.max(0, date - now);
}
