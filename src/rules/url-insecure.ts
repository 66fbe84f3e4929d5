import { isLoopback } from '../loopback.ts';
import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

export const urlInsecure: Rule = {
  code: 'url-insecure',
  severity: 'error',
  each: 'url',
  check({ text, path, url }, report) {
    if (url?.protocol !== 'http:' || isLoopback(url)) return;
    report({
      place: { path },
      message: `${quote(text)} is not encrypted.`,
      hint: 'Use https. Plain http is for localhost only.',
    });
  },
};
