/** Explains the code of a diagnostic or a refusal. */
import { checkedFile } from '../../lint/checked-file.ts';
import { lintDocument } from '../../lint/lint-document.ts';
import type { CheckedFile } from '../../lint/report.ts';
import { readDocument } from '../../manifest/document.ts';
import { nearest } from '../../manifest/nearest.ts';
import { hint } from '../../next-step.ts';
import { Refusal, type RefusalCode, refusals } from '../../refusal.ts';
import { codeNames } from '../../rules/codes.ts';
import { allRuleMetadata, type RuleMetadata, ruleMetadata } from '../../rules/metadata.ts';

export type Explanation =
  | {
      readonly kind: 'diagnostic';
      readonly rule: RuleMetadata;
      /** A document with the fault and the report of `validate`, and a document without the fault. */
      readonly bad?: CheckedFile;
      readonly good?: Example;
    }
  | { readonly kind: 'refusal'; readonly code: string; readonly meaning: string; readonly exitCode: number };

export interface Example {
  readonly name: string;
  readonly text: string;
}

export interface CodeSummary {
  readonly code: string;
  readonly kind: 'error' | 'warning' | 'refusal';
  readonly exitCode: number;
  readonly meaning: string;
}

/** Every code, diagnostics first. */
export function listCodes(): CodeSummary[] {
  const diagnostics = allRuleMetadata().map(({ code, severity, description }) => ({
    code,
    kind: severity,
    exitCode: severity === 'error' ? 1 : 0,
    meaning: description,
  }));
  const refused = Object.entries(refusals()).map(([code, [exitCode, meaning]]) => ({
    code,
    kind: 'refusal' as const,
    exitCode,
    meaning,
  }));
  return [...diagnostics, ...refused];
}

/** @throws Refusal `usage` for an unknown code, with the most similar one. */
export async function explain(code: string): Promise<Explanation> {
  if (codeNames().includes(code)) return explainDiagnostic(ruleMetadata(code));
  if (Object.hasOwn(refusals(), code)) {
    const [exitCode, meaning] = refusals()[code as RefusalCode];
    return { kind: 'refusal', code, meaning, exitCode };
  }
  const meant = nearest(code, [...codeNames(), ...Object.keys(refusals())]);
  throw new Refusal('usage', {
    what: `There is no code "${code}".`,
    hint: meant ? hint`Did you mean: ${{ do: 'explain', code: meant }}` : hint`See all of them: ${{ do: 'explain' }}`,
  });
}

async function explainDiagnostic(rule: RuleMetadata): Promise<Explanation> {
  const { default: examples } = await import('../../manifest/generated/examples.json');
  const { bad, good } = (examples as Readonly<Record<string, { bad?: Example; good?: Example }>>)[rule.code] ?? {};
  return { kind: 'diagnostic', rule, good, bad: bad && (await faultsOf(bad, rule.code)) };
}

/** Reports the findings of this code alone, so that the example shows one fault. */
async function faultsOf(source: Example, code: string): Promise<CheckedFile> {
  const document = await readDocument(source);
  const { diagnostics } = lintDocument(document);
  const found = diagnostics.filter((diagnostic) => diagnostic.code === code);
  return checkedFile(document, { diagnostics: found, suppressed: 0 });
}
