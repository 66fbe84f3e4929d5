import type { Rule } from './rule.ts';
import { reportRepeated } from './unique.ts';

export const scopeDuplicate: Rule = {
  code: 'scope-duplicate',
  severity: 'warning',
  each: 'scopeList',
  check({ items, path }, report) {
    reportRepeated({ items, path }, (scope) => `The scope ${scope} is in this list already.`, report);
  },
};
