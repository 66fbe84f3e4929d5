import type { Rule } from './rule.ts';

export const serverUrlRenamed: Rule = {
  code: 'server-url-renamed',
  severity: 'error',
  each: 'server',
  check({ value }, report) {
    const root = value as { server_url?: unknown; config?: { server_url?: unknown; endpoint?: unknown } };
    const config = typeof root.config === 'object' && root.config !== null ? root.config : undefined;
    const hasEndpoint = config !== undefined && Object.hasOwn(config, 'endpoint');
    const paths = [
      ...(Object.hasOwn(root, 'server_url') ? [['server_url']] : []),
      ...(config && Object.hasOwn(config, 'server_url') ? [['config', 'server_url']] : []),
    ];
    for (const [index, path] of paths.entries()) {
      const isMovable = !hasEndpoint && index === 0;
      report({
        place: { path, at: 'key' },
        message: 'The address of the server belongs into config.endpoint, not server_url.',
        hint: hasEndpoint ? 'Remove server_url: config.endpoint is there.' : 'Write "config": { "endpoint": … }.',
        ...(isMovable && {
          fix: {
            kind: 'safe',
            title: 'Move it to config.endpoint',
            edits: [{ op: 'move', path, to: ['config', 'endpoint'] }],
          },
        }),
        explains: [path, ['config'], ['config', 'endpoint']],
      });
    }
  },
};
