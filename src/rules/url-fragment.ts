import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

export const urlFragment: Rule = {
  code: 'url-fragment',
  severity: 'error',
  demands: 'A URL has no fragment.',
  because: 'A fragment is never sent. RFC 6749, section 3.1, and RFC 8707, section 2, forbid it.',
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
