import type { Path } from '../diagnostic.ts';
import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

export const namespaceAmbiguous: Rule = {
  code: 'namespace-ambiguous',
  severity: 'warning',
  each: 'manifest',
  check({ allCollections }, report) {
    if (!allCollections.some(({ node }) => node.namespace?.includes('_'))) return;
    const namespaces: { text: string; path: Path }[] = [];
    for (const { node, path } of allCollections) {
      if (isAllowed(node.namespace)) namespaces.push({ text: node.namespace, path: [...path, 'namespace'] });
    }
    const paths = new Map(namespaces.map(({ text, path }) => [text, path]));
    for (const { text, path } of namespaces) {
      for (let end = text.indexOf('_', 1); end !== -1; end = text.indexOf('_', end + 1)) {
        const shorter = text.slice(0, end);
        const other = paths.get(shorter);
        if (!other) continue;
        const tool = text.slice(end + 1);
        report({
          place: { path },
          message: `The namespaces ${quote(text)} and ${quote(shorter)} can give one tool name twice.`,
          hint: `A tool ${quote(`${tool}_search`)} of ${quote(shorter)} would be called like ${quote('search')} of ${quote(text)}. Rename one of the two.`,
          related: [{ place: { path: other }, message: 'The shorter one is here.' }],
        });
      }
    }
  },
};

/** Another rule reports longer texts, which are no namespaces. */
function isAllowed(namespace: string | undefined): namespace is string {
  return namespace !== undefined && namespace.length <= 32;
}
