import { nearest } from '../manifest/nearest.ts';
import { quote, quoteAll } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

const MOST_SHOWN = 5;

export const oauthProviderKnown: Rule = {
  code: 'oauth-provider-known',
  severity: 'error',
  each: 'collection',
  check({ node, path }, report, { manifest }) {
    const key = node.oauth_provider;
    const isInvalid = 'oauth_providers' in manifest && manifest.oauth_providers === undefined;
    if (key === undefined || isInvalid) return;
    const providers = manifest.oauth_providers ?? {};
    if (Object.hasOwn(providers, key)) return;
    const keys = Object.keys(providers);
    const meant = nearest(key, keys);
    const place = { path: [...path, 'oauth_provider'] };
    report({
      place,
      message: `There is no provider ${quote(key)} in oauth_providers.`,
      hint: meant ? `Did you mean ${quote(meant)}?` : hintWith(key, keys),
      ...(keys.length > 0 && {
        related: [{ place: { path: ['oauth_providers'], at: 'key' as const }, message: 'The providers are here.' }],
      }),
      ...(meant && {
        fix: {
          kind: 'unsafe',
          title: `Change it to ${quote(meant)}`,
          edits: [{ op: 'set', path: place.path, value: meant }],
        },
      }),
    });
  },
};

function hintWith(key: string, keys: readonly string[]): string {
  if (keys.length === 0) return `Add it at the top of the manifest: "oauth_providers": { ${quote(key)}: { … } }`;
  const more = keys.length > MOST_SHOWN ? ` and ${keys.length - MOST_SHOWN} more` : '';
  return `Declared ${keys.length > 1 ? 'are' : 'is'} ${quoteAll(keys.slice(0, MOST_SHOWN), 'and')}${more}. Add ${quote(key)}, or name one of these.`;
}
