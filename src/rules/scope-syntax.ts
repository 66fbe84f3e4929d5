import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

/** scope-token of RFC 6749, section 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

export const scopeSyntax: Rule = {
  code: 'scope-syntax',
  severity: 'error',
  demands: 'Every scope is a scope token of RFC 6749, section 3.3: printable ASCII without space, " and \\.',
  because: 'Scopes are sent in one text with spaces between, so a scope with a space is two.',
  *check({ scopeLists }) {
    for (const { items, path } of scopeLists) {
      if (items.every((scope) => SCOPE.test(scope))) continue;
      const repaired = items.flatMap(split);
      for (const [index, scope] of items.entries()) {
        if (SCOPE.test(scope)) continue;
        const parts = scope.split(/[\s,]+/).filter(Boolean);
        const canSplit = parts.every((part) => SCOPE.test(part));
        yield {
          place: { path: [...path, index] },
          message:
            parts.length === 0
              ? 'A scope is empty.'
              : `${quote(scope)} is ${canSplit && parts.length > 1 ? 'more than one scope' : 'not a scope'}.`,
          hint: hintFor(parts, canSplit),
          ...(canSplit && {
            fix: {
              kind: 'safe',
              title: parts.length === 0 ? 'Remove it' : parts.length === 1 ? 'Remove the white space' : 'Split it',
              edits: [{ op: 'set', path, value: repaired }],
            },
          }),
        };
      }
    }
  },
};

/** The scopes that an item means; as it is when that cannot be told. */
function split(scope: string): string[] {
  const parts = scope.split(/[\s,]+/).filter(Boolean);
  return !SCOPE.test(scope) && parts.every((part) => SCOPE.test(part)) ? parts : [scope];
}

function hintFor(parts: readonly string[], canSplit: boolean): string {
  if (parts.length === 0) return 'Remove it.';
  if (canSplit) return `Write ${parts.map(quote).slice(0, 10).join(', ')}.`;
  return 'Use printable ASCII characters without space, " and \\.';
}
