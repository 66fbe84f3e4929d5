/** From what the shape and the rules find to what is reported: each thing once, as serious as the settings say, in order. */
import type { Diagnostic, Finding, Severity } from '../diagnostic.ts';
import type { Document } from '../manifest/document.ts';
import { spansOf } from '../manifest/positions.ts';
import { shapeFindings } from '../manifest/shape.ts';
import type { Rule } from './rule.ts';
import type { runRules } from './run-rules.ts';
import type { Profile, Settings } from './settings.ts';

/** Everything that is wrong with a document, in its order. `ask` asks the rules. Never throws, whatever the document. */
export function diagnosticsOf(document: Document, settings: Settings, ask: typeof runRules): Diagnostic[] {
  const { value, faults } = document;
  if (value === undefined) return inDocumentOrder(document, faults);
  const shape = shapeFindings(document.kind, value);
  const ruled = ask(document, shape, settings);
  const explained = new Set(ruled.flatMap(({ finding }) => finding.explains ?? []).map((path) => JSON.stringify(path)));
  const unexplained = shape.filter(({ path }) => !explained.has(JSON.stringify(path)));
  return inDocumentOrder(document, [
    ...faults,
    ...unexplained.flatMap(({ path: _, ...finding }) => configured(finding, finding.code, 'error', settings)),
    ...ruled.flatMap(({ rule, finding }) => {
      const { severity = severityOf(rule, settings.profile), explains: _, ...parts } = finding;
      return configured(parts, rule.code, severity, settings);
    }),
  ]);
}

function severityOf(rule: Rule, profile: Profile): Severity {
  return (profile === 'vertesia' ? rule.severityForVertesia : undefined) ?? rule.severity;
}

function configured(finding: Finding, code: string, usual: Severity, { severities }: Settings): Diagnostic[] {
  const severity = Object.hasOwn(severities, code) ? severities[code] : usual;
  return severity === undefined || severity === 'off' ? [] : [{ code, severity, ...finding }];
}

function inDocumentOrder(document: Document, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  if (diagnostics.length < 2) return [...diagnostics];
  const span = spansOf(document);
  return diagnostics
    .map((diagnostic) => ({ diagnostic, start: span(diagnostic.place)[0] }))
    .sort((one, other) => one.start - other.start)
    .map(({ diagnostic }) => diagnostic);
}
