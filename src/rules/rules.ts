import type { Rule } from './rule.ts';

/** Every rule, in the order of docs/rules.md. */
export const rules: readonly Rule[] = [];
