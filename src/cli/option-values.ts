/** Reads the values of options. */
import { InvalidArgumentError } from 'commander';
import { Refusal } from '../refusal.ts';

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

/** How the value of an option is written, such as `NAME=VALUE`, and an example of it. */
export interface PairForm {
  readonly option: string;
  readonly form: string;
  readonly example: string;
}

/** `--auth-param` of `connect` and `provider`: an extra parameter of authorization requests. */
export const AUTH_PARAM: PairForm = { option: '--auth-param', form: 'NAME=VALUE', example: 'access_type=offline' };

/**
 * Splits a pair at its first `=`. The refusal does not repeat the text, because it may be a secret that lost its name.
 * @throws Refusal usage
 */
export function readPair(text: string, { option, form, example }: PairForm): [name: string, value: string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new Refusal('usage', {
    what: `A value of ${option} is not of the form ${form}.`,
    hint: `For example: ${option} ${example}`,
  });
}
