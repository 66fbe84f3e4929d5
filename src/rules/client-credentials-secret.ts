import type { Rule } from './rule.ts';

export const clientCredentialsSecret: Rule = {
  code: 'client-credentials-secret',
  severity: 'warning',
  each: 'oauthConfig',
  check({ node, path }, report) {
    if (node.grant_type !== 'client_credentials') return;
    const required = node.required_at_install;
    if ('required_at_install' in node ? required === undefined || required.includes('client_secret') : false) return;
    report({
      place: { path: [...path, 'grant_type'] },
      message: 'client_credentials needs a client secret, and nothing asks for one.',
      hint: 'Add "client_secret" to required_at_install.',
      ...(required && {
        related: [{ place: { path: [...path, 'required_at_install'] }, message: 'What is asked for is listed here.' }],
      }),
    });
  },
};
