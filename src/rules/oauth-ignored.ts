import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

export const oauthIgnored: Rule = {
  code: 'oauth-ignored',
  severity: 'warning',
  each: 'collection',
  check({ node, path }, report) {
    if (node.auth === undefined || node.auth === 'oauth') return;
    for (const method of ['oauth_config', 'oauth_app']) {
      if (!(method in node)) continue;
      report({
        place: { path: [...path, method], at: 'key' },
        message: `${method} is ignored, since auth is ${quote(node.auth)}.`,
        hint: `Remove ${method}, or set auth to "oauth".`,
        related: [{ place: { path: [...path, 'auth'] }, message: 'auth is set here.' }],
      });
    }
  },
};
