import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';
import { repeatedTexts } from './unique.ts';

export const scopeDuplicate: Rule = {
  code: 'scope-duplicate',
  severity: 'warning',
  demands: 'No scope stands twice in one list.',
  each: 'scopeList',
  check({ items, path }, report) {
    for (const { again, first, text } of repeatedTexts(items)) {
      const place = { path: [...path, again] };
      report({
        place,
        message: `The scope ${quote(text)} is in this list already.`,
        hint: 'Remove it.',
        related: [{ place: { path: [...path, first] }, message: 'It is first listed here.' }],
        fix: { kind: 'safe', title: 'Remove it', edits: [{ op: 'remove', path: place.path }] },
      });
    }
  },
};
