import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';
import { repeated } from './unique.ts';

export const namespaceUnique: Rule = {
  code: 'namespace-unique',
  severity: 'warning',
  demands: 'No two collections have the same namespace.',
  because: 'Two tools of the same name would collide, and the call would be refused.',
  each: 'manifest',
  check({ allCollections }, report) {
    for (const { again, first } of repeated(allCollections, ({ node }) => node.namespace)) {
      report({
        place: { path: [...again.path, 'namespace'] },
        message: `The namespace ${quote(again.node.namespace)} is used by another collection.`,
        hint: 'Give each collection its own, unless you know that no tool is called the same on both servers.',
        related: [{ place: { path: [...first.path, 'namespace'] }, message: 'It is first used here.' }],
      });
    }
  },
};
