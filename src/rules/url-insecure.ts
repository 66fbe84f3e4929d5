import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';
import { isLoopback } from './url.ts';

export const urlInsecure: Rule = {
  code: 'url-insecure',
  severity: 'error',
  demands: 'A URL is https, unless its host is loopback.',
  because: 'Tokens go to these addresses. On the way anyone could read them.',
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
