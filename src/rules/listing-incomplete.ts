import { quoteAll } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

const LISTING = ['name', 'title', 'description', 'publisher', 'status', 'visibility'];

export const listingIncomplete: Rule = {
  code: 'listing-incomplete',
  severity: 'warning',
  severityForVertesia: 'error',
  each: 'manifest',
  check({ value, manifest, providers }, report) {
    if (LISTING.every((name) => name in manifest)) return;
    const isNameReported = providers.some(({ node }) => !('name' in node));
    // Another rule reports these two, and one problem gets one diagnostic.
    const isVisibilityReported = Object.hasOwn(value as object, 'private');
    const missing = LISTING.filter(
      (name) =>
        !(name in manifest) && !(name === 'name' && isNameReported) && !(name === 'visibility' && isVisibilityReported),
    );
    if (missing.length === 0) return;
    report({
      place: { path: [], at: 'key' },
      message: `The listing has no ${quoteAll(missing)}.`,
      hint: 'Add what is missing, so that people know what they install.',
    });
  },
};
