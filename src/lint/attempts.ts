/**
 * Fixes as edits of the text, on trial. No edit is believed: the text after it is read again, and has to hold the value that
 * the fix promises.
 */
import type { Fix } from '../diagnostic.ts';
import { type Document, readDocument } from '../manifest/document.ts';
import { readingsOf, textEditsOf } from '../manifest/edit/edit.ts';
import { expectedValue, isSameValue } from '../manifest/edit/expected.ts';
import { applyTextEdits, type TextEdit } from '../manifest/edit/textedit.ts';

/** How much text is read again for one document, in UTF-16 units: eight times the largest document. */
const MOST_READ = 8 * 1024 * 1024;

/** A fix, and the edits of the text that are to do it. */
export interface Attempt {
  readonly fix: Fix;
  readonly edits: readonly TextEdit[];
}

/** Reads the texts after edits, until too much was read for one document. Then everything that is left stays as it is. */
export class Reader {
  #left = MOST_READ;

  /** Whether so many readings of a text are still allowed. */
  allows({ source }: Document, readings: number): boolean {
    this.#left -= source.text.length * readings;
    return this.#left >= 0;
  }

  /** The document after these fixes; `undefined` when it would not be what they promise, or when nothing would change. */
  async after(document: Document, attempts: readonly Attempt[]): Promise<Document | undefined> {
    const { source, format, faults, value } = document;
    if (attempts.length === 0 || !this.allows(document, 1)) return undefined;
    const edits = attempts.flatMap((each) => each.edits);
    const text = applyTextEdits(source.text, edits);
    if (text === source.text) return undefined;
    const next = await readDocument({ ...source, text }, format);
    if (next.faults.length > faults.length) return undefined;
    const expected = expectedValue(
      value,
      attempts.flatMap(({ fix }) => fix.edits),
    );
    return !expected || isSameValue(next.value, expected.value) ? next : undefined;
  }
}

export async function withEdits(document: Document, fixes: readonly Fix[], reader: Reader): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (const fix of fixes) {
    if (!reader.allows(document, readingsOf(fix.edits))) continue;
    const edits = await textEditsOf(document, fix.edits);
    if (edits) attempts.push({ fix, edits });
  }
  return attempts;
}

/** Of attempts that touch the same text, only the first can be made in this round. */
export function apart<T extends Attempt>(attempts: readonly T[]): { together: T[]; later: T[] } {
  const taken: TextEdit[] = [];
  const [together, later]: [T[], T[]] = [[], []];
  for (const attempt of attempts) {
    const isFree = attempt.edits.every((edit) => {
      const at = placeOf(edit, taken);
      return [taken[at - 1], taken[at]].every((neighbour) => !neighbour || !touches(edit, neighbour));
    });
    (isFree ? together : later).push(attempt);
    if (isFree) for (const edit of attempt.edits) taken.splice(placeOf(edit, taken), 0, edit);
  }
  return { together, later };
}

/** Where the edit belongs among edits in the order of the text, which do not touch one another. */
function placeOf({ span }: TextEdit, ordered: readonly TextEdit[]): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle] as TextEdit).span[0] < span[0]) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Two edits that lie next to each other can be applied together when both only remove text. */
function touches(one: TextEdit, other: TextEdit): boolean {
  const gap = Math.max(one.span[0], other.span[0]) - Math.min(one.span[1], other.span[1]);
  return one.text === '' && other.text === '' ? gap < 0 : gap <= 0;
}
