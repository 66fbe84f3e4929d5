import type { Rule } from './rule.ts';

export const serverAuthMisplaced: Rule = {
  code: 'server-auth-misplaced',
  severity: 'error',
  each: 'server',
  check({ value }, report) {
    const root = value as { auth?: unknown; config?: unknown };
    if (!Object.hasOwn(root, 'auth')) return;
    const { config } = root;
    const isThere = typeof config === 'object' && config !== null && Object.hasOwn(config, 'auth');
    report({
      place: { path: ['auth'], at: 'key' },
      message: 'auth belongs under config.',
      hint: isThere ? 'Remove it: config.auth is there already.' : 'Move it to config.auth.',
      ...(isThere
        ? { related: [{ place: { path: ['config', 'auth'], at: 'key' as const }, message: 'config.auth is here.' }] }
        : {
            fix: {
              kind: 'safe',
              title: 'Move it to config.auth',
              edits: [{ op: 'move', path: ['auth'], to: ['config', 'auth'] }],
            },
          }),
      explains: [['auth'], ...(Object.hasOwn(root, 'config') ? [] : [['config']])],
    });
  },
};
