import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';
import { fieldTexts, repeated } from './unique.ts';

export const namespaceUnique: Rule = {
  code: 'namespace-unique',
  severity: 'warning',
  demands: 'No two collections have the same namespace.',
  because: 'Two tools of the same name would collide, and the call would be refused.',
  *check({ collections, sdkCollections }) {
    for (const { again, first } of repeated(fieldTexts([...collections, ...sdkCollections], 'namespace'))) {
      yield {
        place: { path: again.path },
        message: `The namespace ${quote(again.text)} is used by another collection.`,
        hint: 'Give each collection its own, unless you know that no tool is called the same on both servers.',
        related: [{ place: { path: first.path }, message: 'It is first used here.' }],
      };
    }
  },
};
