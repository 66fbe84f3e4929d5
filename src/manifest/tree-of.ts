import type { Document } from './document.ts';
import { parseJson } from './json-parser.ts';
import type { Node } from './tree.ts';

/** Of documents that `JSON.parse` has read, which tells no places. Most are asked for none. */
const made = new WeakMap<Document, Node | undefined>();

/** The nodes of a document with their spans; `undefined` when the text cannot be read at all. */
export function treeOf(document: Document): Node | undefined {
  const { tree, value, source } = document;
  if (tree || value === undefined) return tree;
  if (!made.has(document)) made.set(document, parseJson(source.text, 'json').tree);
  return made.get(document);
}
