/** Merges what the schema and the rules find: each fault once, with the severity of the settings, in document order. */
import type { Diagnostic, Severity } from '../diagnostic.ts';
import type { Document } from '../manifest/document.ts';
import { spansOf } from '../manifest/positions.ts';
import type { ShapeFinding } from '../manifest/shape.ts';
import type { Rule } from './rule.ts';
import type { ReportedFinding } from './run-rules.ts';
import { configuredSeverity, type Profile, type Settings } from './settings.ts';

export interface FoundFaults {
  /** The differences from the published schema. */
  readonly shape: readonly ShapeFinding[];
  /** What the rules found. */
  readonly ruled: readonly ReportedFinding[];
}

/** Everything that is wrong with a document, in document order. Never throws. */
export function diagnosticsOf(document: Document, { shape, ruled }: FoundFaults, settings: Settings): Diagnostic[] {
  const explained = new Set(ruled.flatMap(({ finding }) => finding.explains ?? []).map((path) => JSON.stringify(path)));
  const unexplained = shape.filter(({ path }) => !explained.has(JSON.stringify(path)));
  return inDocumentOrder(document, [
    ...document.faults,
    ...unexplained.flatMap(({ path: _, ...finding }) => configured({ severity: 'error', ...finding }, settings)),
    ...ruled.flatMap(({ rule, finding }) => {
      const { severity = severityOf(rule, settings.profile), explains: _, ...parts } = finding;
      return configured({ code: rule.code, severity, ...parts }, settings);
    }),
  ]);
}

function severityOf(rule: Rule, profile: Profile): Severity {
  return (profile === 'vertesia' ? rule.severityForVertesia : undefined) ?? rule.severity;
}

/** The diagnostic with the severity that the settings give its code; none when that is `off`. */
function configured(diagnostic: Diagnostic, { severities }: Settings): Diagnostic[] {
  const severity = configuredSeverity(diagnostic.code, severities) ?? diagnostic.severity;
  return severity === 'off' ? [] : [{ ...diagnostic, severity }];
}

function inDocumentOrder(document: Document, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  if (diagnostics.length < 2) return [...diagnostics];
  const span = spansOf(document);
  return diagnostics
    .map((diagnostic) => ({ diagnostic, start: span(diagnostic.place)[0] }))
    .sort((one, other) => one.start - other.start)
    .map(({ diagnostic }) => diagnostic);
}
