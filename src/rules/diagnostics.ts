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
  const { severities, profile } = settings;
  const explained = new Set(ruled.flatMap(({ finding }) => finding.explains ?? []).map((path) => JSON.stringify(path)));
  const all: Diagnostic[] = [...document.faults];
  // A hostile document has a hundred thousand findings, so each becomes a diagnostic without copies in between.
  for (const { path, ...finding } of shape) {
    if (explained.size > 0 && explained.has(JSON.stringify(path))) continue;
    const severity = configuredSeverity(finding.code, severities) ?? 'error';
    if (severity !== 'off') all.push({ severity, ...finding });
  }
  for (const { rule, finding } of ruled) {
    const { severity: own = severityOf(rule, profile), explains: _, ...parts } = finding;
    const severity = configuredSeverity(rule.code, severities) ?? own;
    if (severity !== 'off') all.push({ code: rule.code, severity, ...parts });
  }
  return inDocumentOrder(document, all);
}

function severityOf(rule: Rule, profile: Profile): Severity {
  return (profile === 'vertesia' ? rule.severityForVertesia : undefined) ?? rule.severity;
}

function inDocumentOrder(document: Document, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  if (diagnostics.length < 2) return [...diagnostics];
  const span = spansOf(document);
  const starts = diagnostics.map(({ place }) => span(place)[0]);
  const order = starts.map((_, index) => index).sort((one, other) => (starts[one] ?? 0) - (starts[other] ?? 0));
  return order.map((index) => diagnostics[index] as Diagnostic);
}
