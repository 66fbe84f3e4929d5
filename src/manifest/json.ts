/** Reads JSON (RFC 8259) without faults: `JSON.parse`, and a cheap test for duplicate names. */
import type { Reading } from './reading.ts';
import { scan } from './scan.ts';

/** `undefined` for a text that has faults, or may have some: ./json-parser.ts finds out. */
export function readFaultlessJson(text: string): Reading | undefined {
  try {
    const value: unknown = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
    const { names, mayHoldSecret } = scan(value, text);
    if (names !== namesWritten(text)) return undefined;
    return { value, faults: [], isSecretFree: !mayHoldSecret };
  } catch {
    return undefined;
  }
}

/**
 * How many names a JSON text has: it counts colons after a quote, or after a space, which may follow a quote. The number
 * is never too small. It is too large when a string has such a colon in it; then the text is parsed once more.
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
/** No character above this one is white space in JSON. */
const SPACE = 0x20;
