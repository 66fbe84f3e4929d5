import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';
import { repeatedItems } from './unique.ts';

export const scopeDuplicate: Rule = {
  code: 'scope-duplicate',
  severity: 'warning',
  demands: 'No scope stands twice in one list.',
  each: 'scopeList',
  check({ items, path }, report) {
    for (const { again, first } of repeatedItems(items)) {
      const place = { path: [...path, again[0]] };
      report({
        place,
        message: `The scope ${quote(again[1])} is in this list already.`,
        hint: 'Remove it.',
        related: [{ place: { path: [...path, first[0]] }, message: 'It is first listed here.' }],
        fix: { kind: 'safe', title: 'Remove it', edits: [{ op: 'remove', path: place.path }] },
      });
    }
  },
};
