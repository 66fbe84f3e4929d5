import type { Rule } from './rule.ts';

export const oauthScopesNeedProvider: Rule = {
  code: 'oauth-scopes-need-provider',
  severity: 'error',
  each: 'collection',
  check({ node, path }, report) {
    if (!('oauth_scopes' in node) || 'oauth_provider' in node) return;
    report({
      place: { path: [...path, 'oauth_scopes'], at: 'key' },
      message: 'oauth_scopes has no meaning without oauth_provider.',
      hint: node.oauth_config
        ? 'Move the scopes into oauth_config.default_scopes.'
        : 'Name a provider with oauth_provider, or move the scopes into oauth_config.default_scopes.',
    });
  },
};
