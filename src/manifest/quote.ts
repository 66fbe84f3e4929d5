/** Text of a document in a message: printable, short, and never a secret. */
import { printable } from '../printable.ts';
import { looksSecret } from './secrets.ts';

const LONGEST = 60;
/** Most values match this, and need no slower test. */
const PLAIN = /^[ -?A-~]{0,60}$/;

/** A text between double quotes, safe to show to anyone; any other value as JSON, or as the name of its type. */
export function quote(value: unknown): string {
  if (typeof value !== 'string') return typeof value === 'object' && value !== null ? nameOfType(value) : String(value);
  if (looksSecret(value)) return '"[secret]"';
  if (PLAIN.test(value)) return `"${value}"`;
  const characters = [...withoutUserinfo(value).slice(0, 3 * LONGEST)];
  const shown = characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : characters.join('');
  return `"${printable(shown)}"`;
}

/** Several of them: `"a", "b" or "c"`. */
export function quoteAll(values: readonly string[], last: 'and' | 'or' = 'or'): string {
  const quoted = values.map(quote);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} ${last} ${quoted.at(-1)}`;
}

/** What a value is, with its article, as a reader of JSON calls it. */
export function nameOfType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return 'a string';
  return typeof value === 'number' ? 'a number' : 'a boolean';
}

/** Removes user names and passwords from every URL in the text. */
function withoutUserinfo(text: string): string {
  return text.includes('@') ? text.replace(/(:[\\/]{1,4})[^\s\\/?#]{1,1024}@/g, '$1[secret]@') : text;
}
