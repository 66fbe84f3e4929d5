import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

export const apiKeyConfigIgnored: Rule = {
  code: 'api-key-config-ignored',
  severity: 'warning',
  each: 'collection',
  check({ node, path }, report) {
    if (!('api_key_config' in node) || node.auth === 'api_key') return;
    if ('auth' in node && node.auth === undefined) return;
    report({
      place: { path: [...path, 'api_key_config'], at: 'key' },
      message: node.auth
        ? `api_key_config is ignored, since auth is ${quote(node.auth)}.`
        : 'api_key_config is ignored without auth: "api_key".',
      hint: 'Remove it, or set auth to "api_key".',
      ...(node.auth && { related: [{ place: { path: [...path, 'auth'] }, message: 'auth is set here.' }] }),
    });
  },
};
