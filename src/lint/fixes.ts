/**
 * Applies fixes, or describes them as edits of the text. No edit is believed: the text after it is read again, and has to
 * hold the value that the fix promises. A fix that cannot keep its promise is left by itself; the others are applied.
 */
import type { Diagnostic, Fix } from '../diagnostic.ts';
import { type Document, readDocument } from '../manifest/document.ts';
import { readingsOf, textEditsOf } from '../manifest/edit/edit.ts';
import { expectedValue, isSameValue } from '../manifest/edit/expected.ts';
import { applyTextEdits, type TextEdit } from '../manifest/edit/textedit.ts';
import { positionsOf } from '../manifest/positions.ts';
import type { Settings } from '../rules/settings.ts';
import { lintDocument } from './lint-document.ts';
import { secretSpans } from './redact.ts';
import type { LocatedFix } from './report.ts';

/** A fix can make another possible; none needs more than a few rounds. */
const MOST_ROUNDS = 10;

/** How much text is read again for one document, in UTF-16 units: eight times the largest document. */
const MOST_READ = 8 * 1024 * 1024;

export interface Fixed {
  readonly document: Document;
  /** How many fixes were applied. */
  readonly fixes: number;
}

/** The document after all safe fixes, and with `unsafe` the others too. Fixing the result again changes nothing. */
export async function fixDocument(document: Document, settings: Settings, unsafe: boolean): Promise<Fixed> {
  const reader = new Reader();
  let current = document;
  let fixes = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { diagnostics } = lintDocument(current, settings);
    const wanted = diagnostics.flatMap(({ fix }) => (fix && (unsafe || fix.kind === 'safe') ? [fix] : []));
    const { together } = apart(await withEdits(current, wanted, reader));
    const kept = await keptPromises(current, together, reader);
    if (!kept) break;
    current = kept.document;
    fixes += kept.attempts.length;
  }
  return { document: current, fixes };
}

/** A fix, and the edits of the text that are to do it. */
interface Attempt {
  readonly fix: Fix;
  readonly edits: readonly TextEdit[];
}

/** Reads the texts after edits, until too much was read for one document. Then everything that is left stays as it is. */
class Reader {
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

async function withEdits(document: Document, fixes: readonly Fix[], reader: Reader): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (const fix of fixes) {
    if (!reader.allows(document, readingsOf(fix.edits))) continue;
    const edits = await textEditsOf(document, fix.edits);
    if (edits) attempts.push({ fix, edits });
  }
  return attempts;
}

/** Of attempts that touch the same text, only the first can be made in this round. */
function apart<T extends Attempt>(attempts: readonly T[]): { together: T[]; later: T[] } {
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

/** Neighbours that only remove text can be made together. */
function touches(one: TextEdit, other: TextEdit): boolean {
  const gap = Math.max(one.span[0], other.span[0]) - Math.min(one.span[1], other.span[1]);
  return one.text === '' && other.text === '' ? gap < 0 : gap <= 0;
}

/**
 * The attempts that keep their promise together, and the document after them. Where all of them do not, each half is tried
 * by itself, so that one bad fix among many costs a few readings of the text.
 */
async function keptPromises(
  document: Document,
  attempts: readonly Attempt[],
  reader: Reader,
): Promise<Kept | undefined> {
  const next = await reader.after(document, attempts);
  if (next) return { document: next, attempts };
  if (attempts.length < 2) return undefined;
  const middle = attempts.length >> 1;
  const first = await keptPromises(document, attempts.slice(0, middle), reader);
  const second = await keptPromises(document, attempts.slice(middle), reader);
  if (!first || !second) return first ?? second;
  const both = [...first.attempts, ...second.attempts];
  const together = await reader.after(document, both);
  return together ? { document: together, attempts: both } : first;
}

interface Kept {
  readonly document: Document;
  readonly attempts: readonly Attempt[];
}

/**
 * The fix of each diagnostic as edits of the text; no entry for a fix that cannot be applied, and no edits for one that
 * holds a secret.
 */
export async function describeFixes(
  document: Document,
  diagnostics: readonly Diagnostic[],
): Promise<Map<Diagnostic, Pick<LocatedFix, 'edits'>>> {
  const described = new Map<Diagnostic, Pick<LocatedFix, 'edits'>>();
  if (diagnostics.every(({ fix }) => !fix)) return described;
  const { text } = document.source;
  const reader = new Reader();
  const byFix = new Map(diagnostics.flatMap((diagnostic) => (diagnostic.fix ? [[diagnostic.fix, diagnostic]] : [])));
  const rangeOf = positionsOf(document);
  const secrets = secretSpans(document).map(([start, end]) => text.slice(start, end).replace(/^["']|["']$/g, ''));
  const holdsSecret = ({ edits }: Attempt) =>
    edits.some((edit) => secrets.some((secret) => secret !== '' && edit.text.includes(secret)));
  let left = await withEdits(document, [...byFix.keys()], reader);
  while (left.length > 0) {
    const { together, later } = apart(left);
    for (const attempt of await promisesKeptAlone(document, together, reader)) {
      const edits = attempt.edits.map((edit) => ({ range: rangeOf({ span: edit.span }), text: edit.text }));
      described.set(byFix.get(attempt.fix) as Diagnostic, holdsSecret(attempt) ? {} : { edits });
    }
    left = later;
  }
  return described;
}

/** The attempts that keep their promise without the others. A reader of a report may choose one of them. */
async function promisesKeptAlone(
  document: Document,
  attempts: readonly Attempt[],
  reader: Reader,
): Promise<readonly Attempt[]> {
  if (attempts.length === 0 || (await reader.after(document, attempts))) return attempts;
  if (attempts.length === 1) return [];
  const middle = attempts.length >> 1;
  return [
    ...(await promisesKeptAlone(document, attempts.slice(0, middle), reader)),
    ...(await promisesKeptAlone(document, attempts.slice(middle), reader)),
  ];
}
