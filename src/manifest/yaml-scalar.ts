/** Scalars in YAML. Both the reader and the writer need them. */
import type { Span } from './tree.ts';

const NULL = /^(?:null|Null|NULL|~|)$/;
const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/;
const DECIMAL = /^[-+]?\d+$/;
const OCTAL = /^0o[0-7]+$/;
const HEXADECIMAL = /^0x[\da-fA-F]+$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const INFINITY = /^[-+]?\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;

/** What a plain scalar means in the core schema (YAML 1.2.2, section 10.3.2). */
export function coreValue(text: string): string | number | boolean | null {
  if (!/^(?:[-+.\d~]|[nN]u|NU|[tT]r|TR|[fF]a|FA|$)/.test(text)) return text;
  if (NULL.test(text)) return null;
  if (BOOLEAN.test(text)) return text.toLowerCase() === 'true';
  if (DECIMAL.test(text) || OCTAL.test(text) || HEXADECIMAL.test(text) || FLOAT.test(text)) return Number(text);
  if (INFINITY.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return NOT_A_NUMBER.test(text) ? Number.NaN : text;
}

/** Whether this text of a scalar is a block: `|` or `>`, then lines (YAML 1.2.2, section 8.1). */
export function isBlockScalar(text: string): boolean {
  return text.startsWith('|') || text.startsWith('>');
}

/** The span of a scalar in a text, without the line of a block that holds its `|` or `>`. */
export function withoutHeader([start, end]: Span, text: string): Span {
  if (!isBlockScalar(text.slice(start, start + 1))) return [start, end];
  const length = text.slice(start, end).search(/[\r\n]/);
  return [length === -1 ? end : start + length, end];
}
