import type { Edit, Path } from '../diagnostic.ts';
import { isKebabCase, toKebabCase } from '../manifest/names.ts';
import { quote } from '../manifest/quote.ts';
import type { Nodes, NodeWithPath } from './nodes.ts';
import type { Rule, RuleFinding } from './rule.ts';

export const nameKebabCase: Rule = {
  code: 'name-kebab-case',
  severity: 'error',
  each: 'manifest',
  check({ manifest, collections, providers, oauthConfigs }, report) {
    const checkName = (what: string, { node, path }: NodeWithPath<Names>, field: keyof Names) => {
      const name = node[field];
      if (name === undefined || isKebabCase(name)) return;
      const place = { path: [...path, field] };
      report(finding(what, name, { place, edit: set(place.path) }));
    };
    checkName('The name', { node: manifest, path: [] }, 'name');
    const faulty = providers.filter(({ key }) => !isKebabCase(key));
    const references = faulty.length > 0 ? referencesByKey(collections) : undefined;
    for (const { key, path } of faulty) {
      const edit: EditFor = (kebab) => [
        { op: 'rename', path, to: kebab },
        ...(references?.get(key) ?? []).flatMap((reference) => set(reference)(kebab)),
      ];
      report(finding('The provider key', key, { place: { path, at: 'key' }, edit }));
    }
    for (const config of oauthConfigs) checkName('The provider name', config, 'name');
    for (const collection of collections) checkName('The provider name', collection, 'oauth_app');
  },
};

interface Names {
  readonly name?: string;
  readonly oauth_app?: string;
}

/** The edits that put this name in the place of the one that is there. */
type EditFor = (kebab: string) => readonly Edit[];

/** The paths that refer to each key, since the fix renames a key and its references together. */
function referencesByKey(collections: Nodes['collections']): Map<string, Path[]> {
  const references = new Map<string, Path[]>();
  for (const { node, path } of collections) {
    if (node.oauth_provider === undefined) continue;
    const known = references.get(node.oauth_provider) ?? [];
    known.push([...path, 'oauth_provider']);
    references.set(node.oauth_provider, known);
  }
  return references;
}

function finding(
  what: string,
  name: string,
  { place, edit }: Pick<RuleFinding, 'place'> & { readonly edit: EditFor },
): RuleFinding {
  const kebab = toKebabCase(name);
  return {
    place,
    message: `${what} ${quote(name)} is not kebab-case.`,
    hint: kebab
      ? `Write ${quote(kebab)}.`
      : 'Use lower-case letters and digits, with single hyphens between: my-sales-app.',
    ...(kebab && { fix: { kind: 'unsafe', title: `Change it to ${quote(kebab)}`, edits: edit(kebab) } }),
  };
}

function set(path: Path): EditFor {
  return (value) => [{ op: 'set', path, value }];
}
