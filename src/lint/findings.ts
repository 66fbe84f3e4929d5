/** From what the schema and the rules find to what is reported of a document: which findings, where, in which text. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Document } from '../manifest/document.ts';
import { positionsOf } from '../manifest/positions.ts';
import { UNUSED_SUPPRESSION } from '../rules/built-in-codes.ts';
import { diagnosticsOf, type FoundFaults } from '../rules/diagnostics.ts';
import type { Settings } from '../rules/settings.ts';
import { redact, secretSpans } from './redact.ts';
import type { CheckedFile, LocatedDiagnostic, LocatedFix } from './report.ts';
import { mayHaveSuppressions, suppress } from './suppressions.ts';

/** In document order. They still name their places by path, not by line. */
export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  readonly suppressed: number;
}

/** Everything that is reported of a document, without what comments in it silence. Never throws. */
export function findingsOf(document: Document, found: FoundFaults, settings: Settings): Findings {
  const diagnostics = diagnosticsOf(document, found, settings);
  if (!mayHaveSuppressions(document)) return { diagnostics, suppressed: 0 };
  const rangeOf = positionsOf(document);
  const offset = ({ place }: Diagnostic) => rangeOf(place).start.offset;
  const { kept, suppressed, unused } = suppress(document, diagnostics, ({ place }) => rangeOf(place).start.line);
  const severity = settings.severities[UNUSED_SUPPRESSION.code] ?? UNUSED_SUPPRESSION.severity;
  const comments = severity === 'off' ? [] : unused.map((each) => ({ ...each, severity }));
  return { diagnostics: [...kept, ...comments].sort((one, other) => offset(one) - offset(other)), suppressed };
}

/** The entry of a document in a report. `edits` are those of the fixes, for formats that carry them. */
export function checkedFile(
  document: Document,
  { diagnostics, suppressed }: Findings,
  edits?: ReadonlyMap<Diagnostic, LocatedFix['edits']>,
): CheckedFile {
  const { source, kind } = document;
  if (diagnostics.length === 0) return { name: source.name, kind, text: '', diagnostics: [], suppressed };
  const rangeOf = positionsOf(document);
  const located = diagnostics.map((diagnostic): LocatedDiagnostic => {
    const { place, related = [], fix, ...rest } = diagnostic;
    return {
      ...rest,
      range: rangeOf(place),
      ...('path' in place && { path: place.path }),
      related: related.map((other) => ({ message: other.message, range: rangeOf(other.place) })),
      ...(fix && { fix: { kind: fix.kind, title: fix.title, edits: edits?.get(diagnostic) } }),
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
