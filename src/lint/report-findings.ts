/** A document that has findings, or comments that may silence some: what is wrong, where, and what is shown of it. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Document } from '../manifest/document.ts';
import { positionsOf } from '../manifest/positions.ts';
import { UNUSED_SUPPRESSION } from '../rules/built-in-codes.ts';
import { diagnosticsOf } from '../rules/diagnostics.ts';
import type { runRules } from '../rules/run-rules.ts';
import type { Settings } from '../rules/settings.ts';
import { redact, secretSpans } from './redact.ts';
import type { CheckedFile, LocatedDiagnostic, LocatedFix } from './report.ts';
import { mayBeSilenced, suppress } from './suppressions.ts';

/** In document order, before they are located. */
export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  readonly suppressed: number;
}

/** Whoever calls has the rules, and `ask` asks them: what is loaded for this would have all of them a second time. */
export function findingsOf(document: Document, settings: Settings, ask: typeof runRules): Findings {
  const diagnostics = diagnosticsOf(document, settings, ask);
  if (!mayBeSilenced(document)) return { diagnostics, suppressed: 0 };
  const rangeOf = positionsOf(document);
  const offset = ({ place }: Diagnostic) => rangeOf(place).start.offset;
  const { kept, suppressed, stale } = suppress(document, diagnostics, ({ place }) => rangeOf(place).start.line);
  const severity = settings.severities[UNUSED_SUPPRESSION.code] ?? UNUSED_SUPPRESSION.severity;
  const comments = severity === 'off' ? [] : stale.map((each) => ({ ...each, severity }));
  return { diagnostics: [...kept, ...comments].sort((one, other) => offset(one) - offset(other)), suppressed };
}

/** What a report tells about a document; `edits` are those of the fixes, where a format carries them. */
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

/** Whatever a rule calls a secret is masked as well, so that no rule knows more secrets than the mask. */
function shownText(document: Document, diagnostics: readonly LocatedDiagnostic[]): string {
  const reported = diagnostics
    .filter(({ code }) => code === 'secret-in-manifest' || code === 'secret-literal')
    .map(({ range }) => [range.start.offset, range.end.offset] as const);
  return redact(document.source.text, [...secretSpans(document), ...reported]);
}
