import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';
import { repeated } from './unique.ts';

export const collectionNameUnique: Rule = {
  code: 'collection-name-unique',
  severity: 'error',
  demands: 'No two collections have the same name.',
  because: 'People choose a collection by its name.',
  each: 'manifest',
  check({ allCollections }, report) {
    for (const { again, first } of repeated(allCollections, ({ node }) => node.name)) {
      report({
        place: { path: [...again.path, 'name'] },
        message: `The name ${quote(again.node.name)} is taken by another collection.`,
        hint: 'Give this collection a name that tells the two apart.',
        related: [{ place: { path: [...first.path, 'name'] }, message: 'It is first used here.' }],
      });
    }
  },
};
