import { canParseUrl } from '../can-parse-url.ts';
import { toSnakeCase } from '../manifest/names.ts';
import { quote } from '../manifest/quote.ts';
import type { Report, Rule } from './rule.ts';
import type { RuleContext } from './rule-context.ts';

export const legacyForm: Rule = {
  code: 'legacy-form',
  severity: 'error',
  each: 'faultyManifest',
  check(context, report) {
    privateFlag(context, report);
    stringCollections(context, report);
    missingIds(context, report);
  },
};

function privateFlag({ value }: RuleContext, report: Report): void {
  const root = value as { private?: unknown; visibility?: unknown };
  if (!Object.hasOwn(root, 'private') || typeof root.private !== 'boolean') return;
  const visibility = root.private ? 'private' : 'public';
  const isSaid = Object.hasOwn(root, 'visibility');
  report({
    place: { path: ['private'], at: 'key' },
    message: '"private" was replaced by "visibility".',
    hint: isSaid ? 'Remove it: "visibility" is there already.' : `Write "visibility": ${quote(visibility)}.`,
    fix: {
      kind: 'unsafe',
      title: isSaid ? 'Remove "private"' : `Replace it by "visibility": ${quote(visibility)}`,
      edits: isSaid
        ? [{ op: 'remove', path: ['private'] }]
        : [
            // Renamed and not removed, so that a comment beside it stays.
            { op: 'rename', path: ['private'], to: 'visibility' },
            { op: 'set', path: ['visibility'], value: visibility },
          ],
    },
    explains: [['private']],
  });
}

function stringCollections({ value, secrets, collections }: RuleContext, report: Report): void {
  const list = (value as { tool_collections?: unknown }).tool_collections;
  if (!Array.isArray(list)) return;
  if (!list.some((item) => typeof item === 'string')) return;
  const secretItems = new Set(secrets.filter(({ path }) => path.length === 2).map(({ path }) => path[1]));
  const taken = new Set<string | undefined>(collections.flatMap(({ node }) => [node.id, node.namespace]));
  for (const [index, url] of list.entries()) {
    if (typeof url !== 'string' || secretItems.has(index)) continue;
    const path = ['tool_collections', index];
    const remote = url.startsWith('mcp:') ? url.slice('mcp:'.length) : undefined;
    const collection = remote === undefined ? { type: 'vertesia_sdk', url } : mcpCollection(remote, taken);
    report({
      place: { path },
      message: 'A collection is an object, no longer a URL alone.',
      hint:
        remote === undefined
          ? `Write { "type": "vertesia_sdk", "url": ${quote(url)} }, or "type": "mcp" with id, name, description and namespace.`
          : `Write { "type": "mcp", "url": ${quote(remote)} } with id, name, description and namespace.`,
      ...(collection && {
        fix: {
          kind: 'unsafe',
          title: `Turn it into an object of type ${quote(collection.type)}`,
          edits: [{ op: 'set', path, value: collection }],
        },
      }),
      explains: [path],
    });
  }
}

/** As the platform did it: named after the host. `undefined` where the host gives no name, or one that is taken. */
function mcpCollection(url: string, taken: Set<string | undefined>) {
  const host = canParseUrl(url) ? new URL(url).hostname : '';
  const id = toSnakeCase(host);
  if (!id || id.length > LONGEST_NAMESPACE || taken.has(id)) return undefined;
  taken.add(id);
  return { type: 'mcp', url, id, name: host, description: `Tools of ${host}.`, namespace: id };
}

const LONGEST_NAMESPACE = 31;

function missingIds({ collections }: RuleContext, report: Report): void {
  if (collections.every(({ node }) => 'id' in node)) return;
  const taken = new Set<string | undefined>(collections.map(({ node }) => node.id));
  for (const { node, path } of collections) {
    if ('id' in node || node.type === undefined) continue;
    const id = [node.namespace, node.name]
      .map((text) => toSnakeCase(text ?? ''))
      .find((name) => name && !taken.has(name));
    if (!id) continue;
    taken.add(id);
    const place = { path: [...path, 'id'] };
    report({
      place,
      message: 'The collection has no id.',
      hint: `Add "id": ${quote(id)}. It must never change after publishing.`,
      fix: { kind: 'unsafe', title: `Add the id ${quote(id)}`, edits: [{ op: 'set', path: place.path, value: id }] },
      explains: [place.path],
    });
  }
}
