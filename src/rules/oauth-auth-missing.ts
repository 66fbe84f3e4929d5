import type { Rule } from './rule.ts';

export const oauthAuthMissing: Rule = {
  code: 'oauth-auth-missing',
  severity: 'warning',
  each: 'collection',
  check({ node, path }, report) {
    if ('auth' in node || 'oauth_provider' in node) return;
    const method = 'oauth_config' in node ? 'oauth_config' : 'oauth_app';
    if (!(method in node)) return;
    report({
      place: { path: [...path, method], at: 'key' },
      message: `auth is missing; mcpctl takes it as "oauth", because there is ${method}.`,
      hint: 'Add "auth": "oauth" to the collection.',
      fix: {
        kind: 'safe',
        title: 'Add auth: "oauth"',
        edits: [{ op: 'set', path: [...path, 'auth'], value: 'oauth' }],
      },
    });
  },
};
