import { isSnakeCase, toSnakeCase } from '../manifest/names.ts';
import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

const LONGEST = 32;

export const namespaceCharacters: Rule = {
  code: 'namespace-characters',
  severity: 'error',
  each: 'anyCollection',
  check({ node, path }, report) {
    if (node.namespace === undefined || (isSnakeCase(node.namespace) && node.namespace.length <= LONGEST)) return;
    const isAllowed = /^[A-Za-z0-9_-]{1,32}$/.test(node.namespace);
    const snake = shortened(toSnakeCase(node.namespace));
    const place = { path: [...path, 'namespace'] };
    report({
      severity: isAllowed ? 'warning' : 'error',
      place,
      message: isAllowed
        ? `The namespace ${quote(node.namespace)} is not snake_case.`
        : `The namespace ${quote(node.namespace)} ${faultOf(node.namespace)}.`,
      hint: snake
        ? `Write ${quote(snake)}: tools are then called ${quote(`${snake}_search`)}.`
        : 'Write a short word, such as crm.',
      ...(snake && {
        fix: {
          kind: 'unsafe',
          title: `Change the namespace to ${quote(snake)}`,
          edits: [{ op: 'set', path: place.path, value: snake }],
        },
      }),
    });
  },
};

/** As many whole words of it as fit into a namespace. */
function shortened(snake: string): string {
  if (snake.length < LONGEST) return snake;
  const words = snake.slice(0, LONGEST).split('_');
  return words.slice(0, -1).join('_') || snake.slice(0, LONGEST - 1);
}

function faultOf(namespace: string): string {
  if (namespace === '') return 'is empty';
  return /^[A-Za-z0-9_-]+$/.test(namespace)
    ? `is longer than ${LONGEST} characters`
    : 'has characters that no tool name may have';
}
