import { isSnakeCase, toSnakeCase } from '../manifest/names.ts';
import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

export const collectionIdSnakeCase: Rule = {
  code: 'collection-id-snake-case',
  severity: 'error',
  each: 'collection',
  check({ node, path }, report) {
    if (node.id === undefined || isSnakeCase(node.id)) return;
    const snake = toSnakeCase(node.id);
    const place = { path: [...path, 'id'] };
    report({
      place,
      message: `The id ${quote(node.id)} is not snake_case.`,
      hint: `${snake ? `Write ${quote(snake)}` : 'Use a-z, 0-9 and _'}, before you publish: a new id breaks the bindings of installed apps.`,
      ...(snake && {
        fix: {
          kind: 'unsafe',
          title: `Change the id to ${quote(snake)}`,
          edits: [{ op: 'set', path: place.path, value: snake }],
        },
      }),
    });
  },
};
