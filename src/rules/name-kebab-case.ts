import type { Edit, Path } from '../diagnostic.ts';
import { isKebabCase, toKebabCase } from '../manifest/names.ts';
import { quote } from '../manifest/quote.ts';
import type { Rule, RuleFinding } from './rule.ts';
import type { RuleContext } from './rule-context.ts';

export const nameKebabCase: Rule = {
  code: 'name-kebab-case',
  severity: 'error',
  each: 'manifest',
  check({ manifest, collections, providers, oauthConfigs }, report) {
    const checkName = (what: string, name: string | undefined, path: Path, field: string) => {
      if (name === undefined || isKebabCase(name)) return;
      const [place, kebab] = [{ path: [...path, field] }, toKebabCase(name)];
      report(finding(what, name, place, kebab, [set(place.path, kebab)]));
    };
    checkName('The name', manifest.name, [], 'name');
    const faulty = providers.filter(({ key }) => !isKebabCase(key));
    const references = faulty.length > 0 ? referencesByKey(collections) : undefined;
    for (const { key, path } of faulty) {
      const kebab = toKebabCase(key);
      const renamed = (references?.get(key) ?? []).map((reference) => set(reference, kebab));
      report(
        finding('The provider key', key, { path, at: 'key' }, kebab, [{ op: 'rename', path, to: kebab }, ...renamed]),
      );
    }
    for (const { node, path } of oauthConfigs) checkName('The provider name', node.name, path, 'name');
    for (const { node, path } of collections) checkName('The provider name', node.oauth_app, path, 'oauth_app');
  },
};

/** The paths that refer to each key, since the fix renames a key and its references together. */
function referencesByKey(collections: RuleContext['collections']): Map<string, Path[]> {
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
  place: RuleFinding['place'],
  kebab: string,
  edits: readonly Edit[],
): RuleFinding {
  return {
    place,
    message: `${what} ${quote(name)} is not kebab-case.`,
    hint: kebab
      ? `Write ${quote(kebab)}.`
      : 'Use lower-case letters and digits, with single hyphens between: my-sales-app.',
    ...(kebab && { fix: { kind: 'unsafe', title: `Change it to ${quote(kebab)}`, edits } }),
  };
}

function set(path: Path, value: string): Edit {
  return { op: 'set', path, value };
}
