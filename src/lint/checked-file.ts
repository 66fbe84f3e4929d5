/** The findings of a document as a report shows them: with lines, without secrets, with the fixes that work. */
import type { Document } from '../manifest/document.ts';
import { positionsOf } from '../manifest/positions.ts';
import type { Findings } from './findings.ts';
import { describeFixes } from './fixes.ts';
import { redact, secretSpans } from './redact.ts';
import type { CheckedFile, LocatedDiagnostic } from './report.ts';

/**
 * The entry of a document in a report: which findings, where, in which text.
 *
 * @param withEdits whether the entry carries the edits of the fixes, for formats that show them.
 */
export async function checkedFile(
  document: Document,
  { diagnostics, suppressed }: Findings,
  withEdits = false,
): Promise<CheckedFile> {
  const { source, kind } = document;
  if (diagnostics.length === 0) return { name: source.name, kind, text: '', diagnostics: [], suppressed };
  const rangeOf = positionsOf(document);
  const fixes = await describeFixes(document, diagnostics);
  const located = diagnostics.map((diagnostic): LocatedDiagnostic => {
    const { place, related = [], fix, ...rest } = diagnostic;
    const described = fix && fixes.get(diagnostic);
    return {
      ...rest,
      range: rangeOf(place),
      ...('path' in place && { path: place.path }),
      related: related.map((other) => ({ message: other.message, range: rangeOf(other.place) })),
      ...(described && { fix: { kind: fix.kind, title: fix.title, ...(withEdits && described) } }),
    };
  });
  return { name: source.name, kind, text: shownText(document, located), diagnostics: located, suppressed };
}

/** What a rule reports as a secret is redacted too, so that no rule knows a secret that `secretSpans` does not. */
function shownText(document: Document, diagnostics: readonly LocatedDiagnostic[]): string {
  const reported = diagnostics
    .filter(({ code }) => code === 'secret-in-manifest' || code === 'secret-literal')
    .map(({ range }) => [range.start.offset, range.end.offset] as const);
  return redact(document.source.text, [...secretSpans(document), ...reported]);
}
