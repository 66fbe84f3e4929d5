/** Runs every rule of ./rules.ts on a document. */
import { isJsonObject } from '../json-object.ts';
import type { Document } from '../manifest/document.ts';
import type { ShapeFinding } from '../manifest/shape.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { partsOf, ruleContext } from './rule-context.ts';
import { rules } from './rules.ts';
import { configuredSeverity, type Settings } from './settings.ts';

export interface ReportedFinding {
  readonly rule: Rule;
  readonly finding: RuleFinding;
}

/** What the rules that are not off find, in the order of the rules. `shape` holds the schema faults of the document. */
export function runRules(
  document: Document,
  shape: readonly ShapeFinding[],
  { severities }: Settings,
): ReportedFinding[] {
  if (!isJsonObject(document.value)) return [];
  // When unknown fields are not reported, a misspelt field counts as missing.
  const context = ruleContext(document, shape, severities['unknown-field'] !== 'off');
  const found: ReportedFinding[] = [];
  let running: Rule;
  const report = (finding: RuleFinding) => {
    if (configuredSeverity(running.code, severities) !== 'off') found.push({ rule: running, finding });
  };
  const parts = partsOf(context);
  for (const { kind, rulesOfKind } of rulesByKind) {
    for (const part of parts[kind]) {
      // By index: most rules return so soon that an iterator would cost more than they do.
      for (let index = 0; index < rulesOfKind.length; index++) {
        running = rulesOfKind[index] as Rule;
        running.check(part as never, report, context);
      }
    }
  }
  return found.length < 2 ? found : inRuleOrder(found);
}

function inRuleOrder(found: ReportedFinding[]): ReportedFinding[] {
  const order = new Map(rules.map((rule, index) => [rule, index]));
  return found.sort((one, other) => (order.get(one.rule) ?? 0) - (order.get(other.rule) ?? 0));
}

/** Most documents have parts of a few kinds only. This way the rules for all other kinds cost nothing. */
const rulesByKind: { readonly kind: Rule['each']; readonly rulesOfKind: Rule[] }[] = [];
for (const rule of rules) {
  const known = rulesByKind.find(({ kind }) => kind === rule.each);
  if (known) known.rulesOfKind.push(rule);
  else rulesByKind.push({ kind: rule.each, rulesOfKind: [rule] });
}
