import type { Place } from '../diagnostic.ts';
import { providerNameOfCollection, providerNameOfEntry } from '../manifest/names.ts';
import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';
import type { RuleContext } from './rule-context.ts';
import { repeatedTexts } from './unique.ts';

export const providerNameUnique: Rule = {
  code: 'provider-name-unique',
  severity: 'error',
  each: 'manifest',
  check(context, report) {
    const { oauthConfigs } = context;
    if (oauthConfigs.length < 2) return;
    for (const { again, first, text } of repeatedTexts(namesOf(context))) {
      report({
        place: placeOfName(oauthConfigs[again] as Config),
        message: `Two providers would be called ${quote(text)}.`,
        hint: 'Give one of them a name of its own with the field "name".',
        related: [{ place: placeOfName(oauthConfigs[first] as Config), message: 'The first one is here.' }],
      });
    }
  },
};

type Config = RuleContext['oauthConfigs'][number];

/** The provider name of each of `oauthConfigs`; `undefined` when it is unknown, and for an id that another rule reports. */
function namesOf({ manifest, providers, embeddedConfigs }: RuleContext): (string | undefined)[] {
  const names: (string | undefined)[] = [];
  for (const { key, node } of providers) {
    if ('name' in node) names.push(node.name);
    else names.push(manifest.name === undefined ? undefined : providerNameOfEntry(manifest.name, key, undefined));
  }
  const ids = new Set<string | undefined>();
  for (const { node, collection } of embeddedConfigs) {
    const { id } = collection.node;
    if ('name' in node) names.push(node.name);
    else names.push(id === undefined || ids.has(id) ? undefined : providerNameOfCollection(id, undefined));
    ids.add(id);
  }
  return names;
}

/** The field that gives the name, or else the node that the name is derived from. */
function placeOfName({ node, path }: Config): Place {
  return 'name' in node ? { path: [...path, 'name'] } : { path, at: 'key' };
}
