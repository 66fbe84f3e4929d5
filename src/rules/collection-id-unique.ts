import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';
import { repeated } from './unique.ts';

export const collectionIdUnique: Rule = {
  code: 'collection-id-unique',
  severity: 'error',
  demands: 'No two collections have the same id.',
  because: 'The id says which provider a collection is bound to.',
  each: 'manifest',
  check({ collections }, report) {
    for (const { again, first } of repeated(collections, ({ node }) => node.id)) {
      report({
        place: { path: [...again.path, 'id'] },
        message: `The id ${quote(again.node.id)} is taken by another collection.`,
        hint: 'Give this collection an id of its own.',
        related: [{ place: { path: [...first.path, 'id'] }, message: 'It is first used here.' }],
      });
    }
  },
};
