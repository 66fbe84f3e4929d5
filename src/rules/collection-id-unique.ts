import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';
import { fieldTexts, repeated } from './unique.ts';

export const collectionIdUnique: Rule = {
  code: 'collection-id-unique',
  severity: 'error',
  demands: 'No two collections have the same id.',
  because: 'The id says which provider a collection is bound to.',
  *check({ collections }) {
    for (const { again, first } of repeated(fieldTexts(collections, 'id'))) {
      yield {
        place: { path: again.path },
        message: `The id ${quote(again.text)} is taken by another collection.`,
        hint: 'Give this collection an id of its own.',
        related: [{ place: { path: first.path }, message: 'It is first used here.' }],
      };
    }
  },
};
