/** The findings of a document as a report shows them: with lines, without secrets, with the fixes that work. */
import { counted } from '../counted.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Document } from '../manifest/document.ts';
import { positionsOf } from '../manifest/positions.ts';
import { MORE_FINDINGS } from '../rules/built-in-codes.ts';
import { describeFixes } from './describe-fixes.ts';
import type { Findings } from './findings.ts';
import { redact, secretSpans } from './redact.ts';
import { type CheckedFile, countProblems, type LocatedDiagnostic, type Problems } from './report.ts';

/** What a person reads, and services take, of one file. A hostile document has a hundred thousand. */
const MOST_LISTED = 200;

/**
 * The entry of a document in a report: which findings, where, in which text.
 *
 * @param withEdits whether the entry carries the edits of the fixes, for formats that show them.
 */
export async function checkedFile(
  document: Document,
  { diagnostics: all, suppressed }: Findings,
  withEdits = false,
): Promise<CheckedFile> {
  const { source, kind } = document;
  const { diagnostics, unlisted } = selected(all);
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
  const text = shownText(document, located);
  return { name: source.name, kind, text, diagnostics: located, ...(unlisted && { unlisted }), suppressed };
}

/** What a rule reports as a secret is redacted too, so that no rule knows a secret that `secretSpans` does not. */
function shownText(document: Document, diagnostics: readonly LocatedDiagnostic[]): string {
  const reported = diagnostics
    .filter(({ code }) => code === 'secret-in-manifest' || code === 'secret-literal')
    .map(({ range }) => [range.start.offset, range.end.offset] as const);
  return redact(document.source.text, [...secretSpans(document), ...reported]);
}

/** Errors before warnings where there is no room for all, and in document order. */
function selected(all: readonly Diagnostic[]): { diagnostics: readonly Diagnostic[]; unlisted?: Problems } {
  if (all.length <= MOST_LISTED) return { diagnostics: all };
  let errors = Math.min(MOST_LISTED - 1, countProblems(all).errors);
  let warnings = MOST_LISTED - 1 - errors;
  const isListed = ({ severity }: Diagnostic) => (severity === 'error' ? errors-- > 0 : warnings-- > 0);
  const [listed, others]: [Diagnostic[], Diagnostic[]] = [[], []];
  for (const diagnostic of all) (isListed(diagnostic) ? listed : others).push(diagnostic);
  const unlisted = countProblems(others);
  const note: Diagnostic = {
    code: MORE_FINDINGS.code,
    severity: unlisted.errors > 0 ? 'error' : 'warning',
    place: (others[0] as Diagnostic).place,
    message: `${others.length} more: ${counted(unlisted.errors, 'error')} and ${counted(unlisted.warnings, 'warning')} are not listed.`,
    hint: 'Correct what is listed, then look again.',
  };
  return { diagnostics: [...listed, note], unlisted };
}
