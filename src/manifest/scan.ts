/** One walk over a JSON value, for two questions that would take a walk each. */
import { MAXIMUM_DEPTH } from './fault.ts';
import { verdictOn } from './secret-names.ts';
import { hasMark, hasRandomWord } from './secrets.ts';

export interface DocumentScan {
  /**
   * How many names a value has. Of two equal names `JSON.parse` keeps one, so with a doubled name these are fewer than
   * were written. Not a number for a value that is too deep.
   */
  names: number;
  /** Whether a secret can be in it: in most documents none can, and this is quick to see. */
  isSuspect: boolean;
}

/** `value` is what `text` says. */
export function scan(value: unknown, text: string): DocumentScan {
  // A URL with a password has an @, and an escape can hide whatever is looked for.
  const survey = { names: 0, isSuspect: text.includes('@') || text.includes('\\') || hasMark(text) };
  walk(value, 0, survey);
  return survey;
}

function walk(value: unknown, depth: number, survey: DocumentScan): void {
  if (typeof value === 'string') {
    if (!survey.isSuspect && hasRandomWord(value)) survey.isSuspect = true;
  } else if (typeof value === 'object' && value !== null) {
    if (depth === MAXIMUM_DEPTH) survey.names = Number.NaN;
    else if (Array.isArray(value)) for (const item of value) walk(item, depth + 1, survey);
    else {
      for (const name in value) {
        survey.names++;
        if (!survey.isSuspect && verdictOn(name) !== 'plain') survey.isSuspect = true;
        walk((value as Record<string, unknown>)[name], depth + 1, survey);
      }
    }
  }
}
