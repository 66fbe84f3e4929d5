import type { Rule } from './rule.ts';

export const pkceDisabled: Rule = {
  code: 'pkce-disabled',
  severity: 'warning',
  each: 'oauthConfig',
  check({ node, path }, report) {
    if (node.use_pkce !== false || node.grant_type === 'client_credentials') return;
    report({
      place: { path: [...path, 'use_pkce'] },
      message: 'PKCE is switched off.',
      hint: 'Remove use_pkce, unless the authorization server refuses requests with PKCE.',
      fix: { kind: 'unsafe', title: 'Remove use_pkce', edits: [{ op: 'remove', path: [...path, 'use_pkce'] }] },
    });
  },
};
