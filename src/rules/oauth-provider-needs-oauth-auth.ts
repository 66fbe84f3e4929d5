import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

export const oauthProviderNeedsOAuthAuth: Rule = {
  code: 'oauth-provider-needs-oauth-auth',
  severity: 'error',
  each: 'collection',
  check({ node, path }, report) {
    if (!('oauth_provider' in node) || node.auth === 'oauth') return;
    const isThere = 'auth' in node;
    if (isThere && node.auth === undefined) return;
    report({
      place: isThere ? { path: [...path, 'auth'] } : { path: [...path, 'oauth_provider'], at: 'key' },
      message: isThere
        ? `auth is ${quote(node.auth)}, but oauth_provider needs it to be "oauth".`
        : 'oauth_provider needs auth: "oauth".',
      hint: isThere ? 'Change auth, or remove oauth_provider.' : 'Add "auth": "oauth" to the collection.',
      ...(isThere && {
        related: [
          { place: { path: [...path, 'oauth_provider'], at: 'key' as const }, message: 'oauth_provider is here.' },
        ],
      }),
      fix: {
        kind: isThere ? 'unsafe' : 'safe',
        title: isThere ? 'Change auth to "oauth"' : 'Add auth: "oauth"',
        edits: [{ op: 'set', path: [...path, 'auth'], value: 'oauth' }],
      },
    });
  },
};
