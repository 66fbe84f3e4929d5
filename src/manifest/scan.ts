/** One walk over a JSON value that answers two questions. A walk for each would take twice as long. */
import { MAXIMUM_DEPTH } from './fault.ts';
import { classifyName } from './name-classes.ts';
import { hasFormatMark, hasRandomWord } from './secrets.ts';

export interface DocumentScan {
  /**
   * How many names the value has; `NaN` for a value that is too deep. `JSON.parse` keeps one of two equal names, so a
   * value has fewer names than its text when one is given twice.
   */
  names: number;
  /** Whether a secret can be in the value. For most documents this test already says no. */
  mayHoldSecret: boolean;
}

/** @param value what `JSON.parse` returns for `text`. */
export function scan(value: unknown, text: string): DocumentScan {
  // A URL with a password has an @, and an escape can hide any character.
  const result = { names: 0, mayHoldSecret: text.includes('@') || text.includes('\\') || hasFormatMark(text) };
  walk(value, 0, result);
  return result;
}

function walk(value: unknown, depth: number, result: DocumentScan): void {
  if (typeof value === 'string') {
    if (!result.mayHoldSecret && hasRandomWord(value)) result.mayHoldSecret = true;
  } else if (typeof value === 'object' && value !== null) {
    if (depth === MAXIMUM_DEPTH) result.names = Number.NaN;
    else if (Array.isArray(value)) for (const item of value) walk(item, depth + 1, result);
    else {
      for (const name in value) {
        result.names++;
        if (!result.mayHoldSecret && classifyName(name) !== 'plain') result.mayHoldSecret = true;
        walk((value as Record<string, unknown>)[name], depth + 1, result);
      }
    }
  }
}
