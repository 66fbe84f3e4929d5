import { quoteAll } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';
import { theCollection } from './wording.ts';

const METHODS = ['oauth_provider', 'oauth_config', 'oauth_app'] as const;

export const oauthMethodsExclusive: Rule = {
  code: 'oauth-methods-exclusive',
  severity: 'error',
  each: 'collection',
  check(collection, report) {
    const { node, path } = collection;
    if (Number('oauth_provider' in node) + Number('oauth_config' in node) + Number('oauth_app' in node) < 2) return;
    const [first, ...more] = Object.keys(node).filter((name) => METHODS.some((method) => method === name));
    const last = more.at(-1);
    if (first === undefined || last === undefined) return;
    report({
      place: { path: [...path, last], at: 'key' },
      message: `${theCollection(collection)} has ${quoteAll([first, ...more], 'and')}, which exclude each other.`,
      hint: 'Keep oauth_provider for a client that collections share, oauth_config for one of its own, oauth_app for a provider made by hand.',
      related: [first, ...more.slice(0, -1)].map((name) => ({
        place: { path: [...path, name], at: 'key' },
        message: `${name} is here.`,
      })),
    });
  },
};
