import type { Path } from '../diagnostic.ts';
import { quote } from '../manifest/quote.ts';
import type { Report, Rule } from './rule.ts';

export const variableReference: Rule = {
  code: 'variable-reference',
  severity: 'error',
  each: 'document',
  check({ manifest, allCollections, providers, oauthConfigs, server }, report) {
    checkNames(manifest, [], ['name'], report);
    checkNames(server, [], ['name'], report);
    for (const { node, path } of allCollections) checkNames(node, path, ['id', 'name', 'namespace'], report);
    for (const { key, path } of providers) if (key.includes('$')) reportName({ path, at: 'key' }, report);
    for (const { node, path } of oauthConfigs) checkNames(node, path, ['display_name'], report);
    const headers = server.config?.headers ?? {};
    for (const name of Object.keys(headers)) {
      const path = ['config', 'headers', name];
      if (name.includes('$')) reportName({ path, at: 'key' }, report);
      if (VARIABLE.test(headers[name] ?? '')) {
        report({
          place: { path },
          message: `The header ${quote(name)} holds a variable of another program.`,
          hint: 'mcpctl does not replace it. Write a reference, such as "env:NAME".',
        });
      }
    }
  },
};

/** `${NAME}`, `${env:NAME}` and `$NAME`. */
const VARIABLE = /\$[\w{]/;

function checkNames(node: object, path: Path, fields: readonly string[], report: Report): void {
  for (const field of fields) {
    const text = (node as Record<string, unknown>)[field];
    if (typeof text === 'string' && text.includes('$')) reportName({ path: [...path, field] }, report);
  }
}

function reportName(place: { readonly path: Path; readonly at?: 'key' }, report: Report): void {
  report({
    place,
    message: 'A name has no $.',
    hint: 'Clients put a variable of the environment in its place. Write the name without it.',
  });
}
