import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';
import { fieldTexts, repeated } from './unique.ts';

export const collectionNameUnique: Rule = {
  code: 'collection-name-unique',
  severity: 'error',
  demands: 'No two collections have the same name.',
  because: 'People choose a collection by its name.',
  *check({ collections, sdkCollections }) {
    for (const { again, first } of repeated(fieldTexts([...collections, ...sdkCollections], 'name'))) {
      yield {
        place: { path: again.path },
        message: `The name ${quote(again.text)} is taken by another collection.`,
        hint: 'Give this collection a name that tells the two apart.',
        related: [{ place: { path: first.path }, message: 'It is first used here.' }],
      };
    }
  },
};
