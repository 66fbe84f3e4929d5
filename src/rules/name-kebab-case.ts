import type { Edit, Path } from '../diagnostic.ts';
import { isKebabCase, toKebabCase } from '../manifest/names.ts';
import { quote } from '../manifest/quote.ts';
import type { Rule, RuleFinding } from './rule.ts';

export const nameKebabCase: Rule = {
  code: 'name-kebab-case',
  severity: 'error',
  demands: 'The manifest name, the keys of oauth_providers and the names of providers are kebab-case.',
  because: 'The name of a provider is made of the manifest name and the key, and people type it.',
  *check({ manifest, collections, providers, oauthConfigs }) {
    if (manifest.name !== undefined) yield* judged('The name', manifest.name, ['name']);
    for (const { key, path } of providers) {
      if (isKebabCase(key)) continue;
      const kebab = toKebabCase(key);
      const references = collections.filter(({ node }) => node.oauth_provider === key);
      yield finding('The provider key', key, { path, at: 'key' }, kebab, [
        { op: 'rename', path, to: kebab },
        ...references.map((user) => set([...user.path, 'oauth_provider'], kebab)),
      ]);
    }
    for (const { node, path } of oauthConfigs) {
      if (node.name !== undefined) yield* judged('The provider name', node.name, [...path, 'name']);
    }
    for (const { node, path } of collections) {
      if (node.oauth_app !== undefined) yield* judged('The provider name', node.oauth_app, [...path, 'oauth_app']);
    }
  },
};

function* judged(what: string, name: string, path: Path): Iterable<RuleFinding> {
  if (isKebabCase(name)) return;
  const kebab = toKebabCase(name);
  yield finding(what, name, { path }, kebab, [set(path, kebab)]);
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
