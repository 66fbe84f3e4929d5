/** Reads the values of options while commander parses the command line. Every start of the program loads this file. */
import { InvalidArgumentError } from 'commander';

/** Collects the values of an option that can be given several times, in their order. */
export function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

/** Reads whole seconds, at most a day. */
export function seconds(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) <= 86_400) return Number(text);
  throw new InvalidArgumentError('It is a number of seconds, 1 to 86400.');
}

export function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536) return Number(text);
  throw new InvalidArgumentError('It is a port, 1 to 65535.');
}

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It is a whole number, 0 or more.');
  return Number(text);
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Reads a time such as 90d or 12h. Returns seconds. */
export function duration(text: string): number {
  const [, count, unit = ''] = /^([1-9]\d{0,5})([a-z])$/.exec(text) ?? [];
  const seconds = UNITS[unit];
  if (seconds !== undefined) return Number(count) * seconds;
  throw new InvalidArgumentError('It is a number and s, m, h, d or w, for example 90d.');
}
