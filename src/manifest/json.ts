/** JSON (RFC 8259) and JSONC. A text without faults is read by `JSON.parse` and one cheap look for doubled keys. */
import type { Reading } from './document.ts';
import { MAXIMUM_DEPTH } from './fault.ts';
import { parseJson } from './json-parser.ts';
import { type Node, plainValueOf } from './tree.ts';

export type Dialect = 'json' | 'jsonc';

/** Reads a text. Never throws. */
export function readJson(text: string, dialect: Dialect): Reading {
  const value = dialect === 'json' ? plainValue(text) : undefined;
  if (value !== undefined) return { value, faults: [], tree: once(() => parseJson(text, dialect).tree) };
  const { tree, faults } = parseJson(text, dialect);
  return { value: tree && plainValueOf(tree), faults, tree: () => tree };
}

/** The value of a faultless text; `undefined` when the text has to be looked at more closely. */
function plainValue(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
    return namesIn(value, 0) === namesWritten(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * How many names a value has. Of two equal names `JSON.parse` keeps one, so with a doubled name these are fewer than
 * were written. Never equal to anything for a value that is too deep.
 */
function namesIn(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth === MAXIMUM_DEPTH) return Number.NaN;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) count += namesIn(item, depth + 1);
    return count;
  }
  for (const name in value) count += 1 + namesIn((value as Record<string, unknown>)[name], depth + 1);
  return count;
}

/**
 * How many names a JSON text gives: colons after a quote, or after a space, which may have a quote before it. Never too
 * few; too many where a string has such a colon in it, which only costs a closer look.
 */
function namesWritten(text: string): number {
  let count = 0;
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    const before = text.charCodeAt(at - 1);
    if (before === QUOTE || before <= SPACE) count++;
  }
  return count;
}

const QUOTE = 0x22;
/** Nothing after it is white space in JSON. */
const SPACE = 0x20;

function once(make: () => Node | undefined): () => Node | undefined {
  let made: { node: Node | undefined } | undefined;
  return () => {
    made ??= { node: make() };
    return made.node;
  };
}
