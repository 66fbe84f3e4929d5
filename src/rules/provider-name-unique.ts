import type { Path } from '../diagnostic.ts';
import { providerNameOfCollection, providerNameOfEntry } from '../manifest/names.ts';
import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';
import type { Subject } from './subject.ts';
import { repeated } from './unique.ts';

export const providerNameUnique: Rule = {
  code: 'provider-name-unique',
  severity: 'error',
  demands: 'The providers that install makes of a manifest have different names.',
  because:
    'The name of a provider is unique in a project. It is the name field, or {manifest name}-{key} for an entry of oauth_providers, or the id in kebab-case for an oauth_config.',
  each: 'manifest',
  check(subject, report) {
    if (subject.oauthConfigs.length < 2) return;
    for (const { again, first } of repeated(providerNames(subject), ({ text }) => text)) {
      report({
        place: { path: again.path, at: again.path.at(-1) === 'name' ? 'value' : 'key' },
        message: `Two providers would be called ${quote(again.text)}.`,
        hint: 'Give one of them a name of its own with the field "name".',
        related: [
          {
            place: { path: first.path, at: first.path.at(-1) === 'name' ? 'value' : 'key' },
            message: 'The first one is here.',
          },
        ],
      });
    }
  },
};

interface ProviderName {
  readonly text: string;
  /** The field that says it, or the node that it is derived from. */
  readonly path: Path;
}

function providerNames({ manifest, providers, embeddedConfigs }: Subject): ProviderName[] {
  const names: ProviderName[] = [];
  for (const { key, node, path } of providers) {
    if ('name' in node || manifest.name !== undefined) {
      names.push({
        text: providerNameOfEntry(manifest.name ?? '', key, node.name),
        path: 'name' in node ? [...path, 'name'] : path,
      });
    }
  }
  const ids = new Set<string>();
  for (const { node, path, collection } of embeddedConfigs) {
    const { id } = collection.node;
    if (node.name !== undefined) names.push({ text: node.name, path: [...path, 'name'] });
    else if (id !== undefined && !ids.has(id)) names.push({ text: providerNameOfCollection(id, undefined), path });
    if (id !== undefined) ids.add(id);
  }
  return names;
}
