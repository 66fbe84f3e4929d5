/** JSON (RFC 8259) and JSONC. A text without faults is read by `JSON.parse` and one cheap look for doubled keys. */
import type { Reading } from './document.ts';
import { MAXIMUM_DEPTH } from './fault.ts';
import { parseJson } from './jsonparser.ts';
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
  const { names, depth } = survey(text);
  if (depth > MAXIMUM_DEPTH) return undefined;
  try {
    const value: unknown = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
    return countNames(value) === names ? value : undefined;
  } catch {
    return undefined;
  }
}

/** How many names a JSON text gives, and how deep it goes. Of a text that is no JSON it tells nothing. */
function survey(text: string): { names: number; depth: number } {
  let names = 0;
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) at = endOfString(text, at);
    else if (character === COLON) names++;
    else if (character === BRACE || character === BRACKET) deepest = Math.max(deepest, ++depth);
    else if (character === BRACE + 2 || character === BRACKET + 2) depth--;
  }
  return { names, depth: deepest };
}

const QUOTE = 0x22;
const COLON = 0x3a;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const BRACE = 0x7b;

/** The offset of the quote that ends the string which starts at `at`. */
function endOfString(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}

/** Of two equal names `JSON.parse` keeps one, so a doubled name makes this smaller than the survey's count. */
function countNames(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) count += countNames(item);
    return count;
  }
  for (const name in value) count += 1 + countNames((value as Record<string, unknown>)[name]);
  return count;
}

function once(make: () => Node | undefined): () => Node | undefined {
  let made: { node: Node | undefined } | undefined;
  return () => {
    made ??= { node: make() };
    return made.node;
  };
}
