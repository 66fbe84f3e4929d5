/** What may be typed at a place: fields, values, and the providers and scopes that the document has elsewhere. */
import type { Path } from '../diagnostic.ts';
import { isJsonObject } from '../json-object.ts';
import { type Document, readDocument, treeOf } from '../manifest/document.ts';
import { nodeAt } from '../manifest/edit/elements.ts';
import type { Node, Span } from '../manifest/tree.ts';
import { documentationOf, fieldsOf, schemasAt, valuesOf } from './schema-at.ts';

export interface Completion {
  readonly label: string;
  readonly kind: 'field' | 'value';
  readonly documentation?: string;
  /** The text in place of `span`. */
  readonly text: string;
  readonly span: Span;
}

/** Stands for what is typed, while the text around it is read. */
const MARK = 'cursor_is_here';

/** Returns nothing where the text around the offset cannot be read even with something typed there. */
export async function completionsAt({ source, format }: Document, offset: number): Promise<readonly Completion[]> {
  const { text } = source;
  const before = /"?[\w.:/-]*$/.exec(text.slice(0, offset))?.[0] ?? '';
  const behind = /^[\w.:/-]*"?/.exec(text.slice(offset))?.[0] ?? '';
  const isQuoted = before.startsWith('"');
  const span: Span = [
    offset - before.length,
    offset + (isQuoted || !behind.endsWith('"') ? behind.length : behind.length - 1),
  ];
  const isYaml = format === 'yaml';
  const typed = isYaml
    ? [MARK, `${MARK}:`, ` ${MARK}`]
    : [`"${MARK}"`, `"${MARK}": null`, `"${MARK}": null,`, `, "${MARK}": null`, `"${MARK}",`, `: "${MARK}"`];
  for (const each of typed) {
    const document = await readDocument(
      { ...source, text: text.slice(0, span[0]) + each + text.slice(span[1]) },
      format,
    );
    const tree = document.faults.length === 0 ? treeOf(document) : undefined;
    const found = tree && markIn(tree, []);
    if (!tree || !found) continue;
    const written = each.replace(MARK, '').replace(/^""|^" "/, '');
    return found.at === 'key'
      ? fields(document, tree, found.path.slice(0, -1)).map((one) => ({
          ...one,
          span,
          text: fieldText(one.label, isYaml, written),
        }))
      : values(document, found.path).map((value) => ({
          label: String(value),
          kind: 'value' as const,
          span,
          text: (each.startsWith(' ') ? ' ' : '') + (isYaml ? yamlText(value) : JSON.stringify(value)),
        }));
  }
  return [];
}

function fieldText(name: string, isYaml: boolean, written: string): string {
  if (isYaml) return `${name}: `;
  // With a colon behind it already, only the name is replaced.
  return written === '' ? JSON.stringify(name) : `${written.startsWith(',') ? ', ' : ''}${JSON.stringify(name)}: `;
}

function yamlText(value: unknown): string {
  return typeof value === 'string' && !/^[A-Za-z][\w./-]*$/.test(value) ? JSON.stringify(value) : String(value);
}

function markIn(node: Node, path: Path): { path: Path; at: 'key' | 'value' } | undefined {
  if (node.kind === 'scalar') return node.value === MARK ? { path, at: 'value' } : undefined;
  if (node.kind === 'array') return firstOf(node.items.map((item, index) => () => markIn(item, [...path, index])));
  return firstOf(
    node.members.map(({ key, value }) => () => {
      return key === MARK ? { path: [...path, key], at: 'key' as const } : markIn(value, [...path, key]);
    }),
  );
}

function firstOf<T>(searches: readonly (() => T | undefined)[]): T | undefined {
  for (const search of searches) {
    const found = search();
    if (found !== undefined) return found;
  }
  return undefined;
}

function fields({ kind }: Document, tree: Node, path: Path) {
  const parent = nodeAt(tree, path);
  const present = new Set(parent?.kind === 'object' ? parent.members.map(({ key }) => key) : []);
  return [...fieldsOf(schemasAt(kind, path))]
    .filter(([name]) => !present.has(name))
    .map(([label]) => {
      const documentation = documentationOf(schemasAt(kind, [...path, label]));
      return { label, kind: 'field' as const, ...(documentation !== undefined && { documentation }) };
    });
}

const SCOPE_LISTS = new Set<unknown>(['default_scopes', 'oauth_scopes', 'scopes']);

function values({ kind, value }: Document, path: Path): readonly unknown[] {
  const list = SCOPE_LISTS.has(path.at(-2)) ? path.at(-2) : path.at(-1);
  if (SCOPE_LISTS.has(list)) return [...new Set(scopesIn(value))].filter((scope) => scope !== MARK);
  if (path.at(-1) === 'oauth_provider') return isJsonObject(value) ? Object.keys(Object(value.oauth_providers)) : [];
  return valuesOf(schemasAt(kind, path));
}

function scopesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(scopesIn);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    SCOPE_LISTS.has(name) && Array.isArray(each) ? each.filter((scope) => typeof scope === 'string') : scopesIn(each),
  );
}
