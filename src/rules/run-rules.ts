/** Asks every rule (./rules.ts) about a document. */
import type { Document } from '../manifest/document.ts';
import type { ShapeFinding } from '../manifest/shape.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { partsOf, ruleContext } from './rule-context.ts';
import { rules } from './rules.ts';
import type { Settings } from './settings.ts';

export interface Found {
  readonly rule: Rule;
  readonly finding: RuleFinding;
}

/** What the rules that are not off find, in their order. `shape` is what is wrong with the shape of the document. */
export function runRules(document: Document, shape: readonly ShapeFinding[], { severities }: Settings): Found[] {
  if (!isObject(document.value)) return [];
  // A misspelt field that nobody is told of is only missing.
  const context = ruleContext(document, shape, severities['unknown-field'] !== 'off');
  const found: Found[] = [];
  let asking: Rule;
  const report = (finding: RuleFinding) => {
    if (severities[asking.code] !== 'off') found.push({ rule: asking, finding });
  };
  const parts = partsOf(context);
  for (const { kind, rulesOfKind } of rulesByKind) {
    for (const part of parts[kind]) {
      // By index: most rules are done so soon that an iterator would take longer.
      for (let index = 0; index < rulesOfKind.length; index++) {
        asking = rulesOfKind[index] as Rule;
        asking.check(part as never, report, context);
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

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
