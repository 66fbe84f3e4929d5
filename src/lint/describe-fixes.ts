/** Describes fixes as edits of the text, each as if it were the only one, since a reader of a report may choose one. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Document } from '../manifest/document.ts';
import { positionsOf } from '../manifest/positions.ts';
import { masked } from '../secret.ts';
import { type Attempt, apart, Reader, withEdits } from './attempts.ts';
import { secretSpans } from './redact.ts';
import type { LocatedFix } from './report.ts';

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
    edits.some((edit) => secrets.some((secret) => masked(edit.text, secret) !== edit.text));
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
