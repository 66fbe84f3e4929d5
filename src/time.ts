/**
 * Points in time as text and back. It is pure, and the only file outside adapters that uses `Date`. The port `Clock`
 * says what time it is now.
 */

/** The last millisecond that `Date` can represent (ECMA-262, "Time Values and Time Range"). */
const LAST = 8.64e15;

/** Milliseconds since 1970 as ISO 8601 in UTC: what documents hold and tables show. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** Whether `isoTime` can write it. A server may name a time that no calendar has. */
export function isTime(milliseconds: number): boolean {
  return Math.abs(milliseconds) <= LAST;
}

/** Milliseconds since 1970 of a time as HTTP headers have it (RFC 9110, section 5.6.7); undefined when it is none. */
export function parseHttpDate(text: string | null): number | undefined {
  const milliseconds = Date.parse(text ?? '');
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** Milliseconds since 1970 of a time as documents have it (RFC 3339); undefined when it is none. */
export function parseIsoTime(text: string): number | undefined {
  return /^\d{4}-\d\d-\d\d(?:T|$)/.test(text) ? parseHttpDate(text) : undefined;
}
