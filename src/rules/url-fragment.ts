import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

export const urlFragment: Rule = {
  code: 'url-fragment',
  severity: 'error',
  each: 'url',
  check({ text, path, url }, report) {
    if (!url || !text.includes('#')) return;
    report({
      place: { path },
      message: `${quote(text)} has a fragment.`,
      hint: 'Remove the # and what follows it.',
    });
  },
};
