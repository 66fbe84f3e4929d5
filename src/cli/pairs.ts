/** Reads pairs such as `NAME=VALUE` among the values of options, when a command runs. */
import { Refusal } from '../refusal.ts';

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
