import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

/** scope-token of RFC 6749, section 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

const MOST_SHOWN = 10;

export const scopeSyntax: Rule = {
  code: 'scope-syntax',
  severity: 'error',
  each: 'scopeList',
  check({ items, path }, report) {
    if (items.every((scope) => SCOPE.test(scope))) return;
    const repaired = items.flatMap((scope) => meantScopes(scope) ?? scope);
    for (const [index, scope] of items.entries()) {
      if (SCOPE.test(scope)) continue;
      const meant = meantScopes(scope);
      report({
        place: { path: [...path, index] },
        ...wording(scope, meant),
        ...(meant && {
          fix: {
            kind: 'safe',
            title: meant.length === 0 ? 'Remove it' : `Write ${shown(meant)}`,
            edits: [{ op: 'set', path, value: repaired }],
          },
        }),
      });
    }
  },
};

/** The scopes that an item means: one, none, or several with white space between; `undefined` when that is unclear. */
function meantScopes(scope: string): string[] | undefined {
  if (SCOPE.test(scope)) return [scope];
  const parts = scope.split(/[\s,]+/).filter(Boolean);
  return parts.every((part) => SCOPE.test(part)) ? parts : undefined;
}

function wording(scope: string, meant: readonly string[] | undefined): { message: string; hint: string } {
  if (!meant) {
    return { message: `${quote(scope)} is not a scope.`, hint: 'Use printable ASCII without space, " and \\.' };
  }
  if (meant.length === 0) return { message: 'A scope is empty.', hint: 'Remove it.' };
  const fault = meant.length > 1 ? 'is more than one scope' : 'has white space';
  return { message: `${quote(scope)} ${fault}.`, hint: `Write ${shown(meant)}.` };
}

function shown(scopes: readonly string[]): string {
  return scopes.slice(0, MOST_SHOWN).map(quote).join(', ');
}
