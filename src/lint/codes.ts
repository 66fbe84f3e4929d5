/** Every code that `validate` can report. */

import type { RuleMetadata } from '../rules/rule.ts';
import { allRuleMetadata } from '../rules/rule-metadata.ts';
import { unusedSuppression } from './suppressions.ts';

/** In the order of docs/rules.md. */
export const lintDemands = (): readonly RuleMetadata[] => [...allRuleMetadata(), unusedSuppression];

export const lintCodes = (): readonly string[] => lintDemands().map(({ code }) => code);

/** What everyone may know of a code of `lintCodes`. */
export function demandOf(code: string): RuleMetadata {
  const demand = lintDemands().find((each) => each.code === code);
  if (!demand) throw new Error(`no rule has the code ${code}`);
  return demand;
}
