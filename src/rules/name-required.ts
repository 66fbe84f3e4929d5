import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

export const nameRequired: Rule = {
  code: 'name-required',
  severity: 'error',
  each: 'manifest',
  check({ manifest, providers }, report) {
    if ('name' in manifest) return;
    const [first] = providers.filter(({ node }) => !('name' in node));
    if (!first) return;
    report({
      place: { path: [...first.path], at: 'key' },
      message: `The provider ${quote(first.key)} has no name, since the manifest has none to make it of.`,
      hint: 'Add a "name" to the manifest, such as "my-sales-app".',
    });
  },
};
