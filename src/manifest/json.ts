/** JSON (RFC 8259) without faults: read by `JSON.parse`, and one cheap look for doubled keys. */
import type { Reading } from './document.ts';
import { scan } from './scan.ts';

/** The reading of a faultless text; `undefined` when the text has to be looked at more closely. */
export function readSoundJson(text: string): Reading | undefined {
  try {
    const value: unknown = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
    const { names, isSuspect } = scan(value, text);
    if (names !== namesWritten(text)) return undefined;
    return { value, faults: [], isSecretFree: !isSuspect };
  } catch {
    return undefined;
  }
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
