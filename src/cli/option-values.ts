/** An option that says for how long. */
import { InvalidArgumentError } from 'commander';

/** Whole seconds, at most a day. */
export function seconds(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) <= 86_400) return Number(text);
  throw new InvalidArgumentError('It is a number of seconds.');
}
