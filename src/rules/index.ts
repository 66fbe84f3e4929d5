/** The linter, which asks every rule (./rules.ts). */
import type { Diagnostic, Finding, Severity } from '../diagnostic.ts';
import type { Document } from '../manifest/document.ts';
import { spansOf } from '../manifest/positions.ts';
import { type ShapeFinding, shapeFindings } from '../manifest/shape.ts';
import { readingDemands, shapeDemands } from './demands.ts';
import type { Demand, Rule, RuleFinding } from './rule.ts';
import { rules } from './rules.ts';
import { partsOf, subjectOf } from './subject.ts';

export type Profile = 'core' | 'vertesia';

export interface Settings {
  readonly profile: Profile;
  /** By code. What keeps a document from being read is an error whatever is said here. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
}

export const DEFAULT_SETTINGS: Settings = { profile: 'core', severities: {} };

/** Every code that `lint` can report, in the order of docs/rules.md. */
export const allRules = (): readonly Demand[] => [...readingDemands(), ...shapeDemands(), ...rules];

/** Everything that is wrong with a document, in its order. Never throws, whatever the document. */
export function lint(document: Document, settings: Settings = DEFAULT_SETTINGS): Diagnostic[] {
  const { value, faults } = document;
  if (value === undefined) return inDocumentOrder(document, faults);
  const shape = shapeFindings(document.kind, value);
  const ruled = isObject(value) ? ruleFindings(document, shape, settings) : [];
  if (faults.length === 0 && shape.length === 0 && ruled.length === 0) return [];
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

interface Found {
  readonly rule: Rule;
  readonly finding: RuleFinding;
}

/** What the rules that are not off find, in their order. */
function ruleFindings(document: Document, shape: readonly ShapeFinding[], { severities }: Settings): Found[] {
  // A misspelt field that nobody is told of is only missing.
  const subject = subjectOf(document, shape, severities['unknown-field'] !== 'off');
  const found: Found[] = [];
  let asking: Rule;
  const report = (finding: RuleFinding) => {
    if (severities[asking.code] !== 'off') found.push({ rule: asking, finding });
  };
  const parts = partsOf(subject);
  for (const { kind, rulesOfKind } of rulesByKind) {
    for (const part of parts[kind]) {
      // By index: most rules are done so soon that an iterator would take longer.
      for (let index = 0; index < rulesOfKind.length; index++) {
        asking = rulesOfKind[index] as Rule;
        asking.check(part as never, report, subject);
      }
    }
  }
  return found.length < 2 ? found : found.sort((one, other) => rules.indexOf(one.rule) - rules.indexOf(other.rule));
}

/** Most documents have parts of a few kinds only, so the rules of all others are not even looked at. */
const rulesByKind: { readonly kind: Rule['each']; readonly rulesOfKind: Rule[] }[] = [];
for (const rule of rules) {
  const known = rulesByKind.find(({ kind }) => kind === rule.each);
  if (known) known.rulesOfKind.push(rule);
  else rulesByKind.push({ kind: rule.each, rulesOfKind: [rule] });
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

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
