/** Every code that `validate` can report. */
import { FAULT_CODES, MORE_FINDINGS, SHAPE_CODES, UNUSED_SUPPRESSION } from './built-in-codes.ts';
import type { ReportedCode } from './rule.ts';
import { rules } from './rules.ts';

/** In the order of docs/rules.md. */
export function allCodes(): readonly ReportedCode[] {
  const errors = [...FAULT_CODES, ...SHAPE_CODES].map((code) => ({ code, severity: 'error' }) as const);
  return [...errors, ...rules, UNUSED_SUPPRESSION, MORE_FINDINGS];
}

export function codeNames(): readonly string[] {
  return allCodes().map(({ code }) => code);
}
