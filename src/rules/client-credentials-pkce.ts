import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

export const clientCredentialsPkce: Rule = {
  code: 'client-credentials-pkce',
  severity: 'warning',
  each: 'oauthConfig',
  check({ node, path }, report) {
    if (node.grant_type !== 'client_credentials') return;
    for (const name of ['use_pkce', 'authorization_endpoint']) {
      if (!(name in node)) continue;
      report({
        place: { path: [...path, name], at: 'key' },
        message: `${quote(name)} has no effect with the grant client_credentials.`,
        hint: 'Remove it, or use the grant authorization_code.',
        related: [{ place: { path: [...path, 'grant_type'] }, message: 'The grant is set here.' }],
        fix: { kind: 'safe', title: `Remove ${name}`, edits: [{ op: 'remove', path: [...path, name] }] },
      });
    }
  },
};
