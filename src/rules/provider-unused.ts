import { nearest } from '../manifest/nearest.ts';
import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

export const providerUnused: Rule = {
  code: 'provider-unused',
  severity: 'warning',
  each: 'manifest',
  check({ collections, providers }, report) {
    if (providers.length === 0) return;
    const used = new Set<string | undefined>(collections.map(({ node }) => node.oauth_provider));
    const keys = providers.map(({ key }) => key);
    const declared = new Set(keys);
    for (const name of [...used]) {
      // Another rule reports a misspelt reference, and one mistake gets one diagnostic.
      if (name !== undefined && !declared.has(name)) used.add(nearest(name, keys));
    }
    for (const { key, path } of providers) {
      if (used.has(key)) continue;
      report({
        place: { path, at: 'key' },
        message: `No collection uses the provider ${quote(key)}.`,
        hint: `Refer to it with "oauth_provider": ${quote(key)}, or remove it.`,
      });
    }
  },
};
