import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

export const urlCredentials: Rule = {
  code: 'url-credentials',
  severity: 'error',
  each: 'url',
  check({ path, url }, report) {
    if (!url || (url.username === '' && url.password === '')) return;
    report({
      place: { path },
      message: `The URL of ${quote(url.host)} holds a user name or a password.`,
      hint: 'Remove everything between // and @, and say with auth how requests are authorized.',
    });
  },
};
