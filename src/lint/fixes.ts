/** Applies fixes. A fix that cannot keep its promise is left; the others are applied. */
import type { Document } from '../manifest/document.ts';
import type { Settings } from '../rules/settings.ts';
import { type Attempt, apart, Reader, withEdits } from './attempts.ts';
import type { Findings } from './findings.ts';
import { lintDocument } from './lint-document.ts';

/** A fix can make another possible; none needs more than a few rounds. */
const MOST_ROUNDS = 10;

export interface Fixed {
  readonly document: Document;
  /** How many fixes were applied. */
  readonly fixes: number;
  /** What is left to report of the document. */
  readonly findings: Findings;
}

/** The document after all safe fixes, and with `unsafe` the others too. Fixing the result again changes nothing. */
export async function fixDocument(document: Document, settings: Settings, unsafe: boolean): Promise<Fixed> {
  const reader = new Reader();
  let current = document;
  let fixes = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const findings = lintDocument(current, settings);
    const wanted = findings.diagnostics.flatMap(({ fix }) => (fix && (unsafe || fix.kind === 'safe') ? [fix] : []));
    const { together } = apart(await withEdits(current, wanted, reader));
    const kept = await keptPromises(current, together, reader);
    if (!kept) return { document: current, fixes, findings };
    current = kept.document;
    fixes += kept.attempts.length;
  }
  return { document: current, fixes, findings: lintDocument(current, settings) };
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
