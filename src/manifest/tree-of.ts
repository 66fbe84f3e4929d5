import type { Document } from './document.ts';
import { parseJson } from './json-parser.ts';
import type { Node } from './tree.ts';

/** The nodes of a document with their spans; `undefined` when the text cannot be read at all. */
export function treeOf({ made, value, source }: Document): Node | undefined {
  // `JSON.parse` tells no places, and most documents are asked for none.
  if (value !== undefined) made.tree ??= parseJson(source.text, 'json').tree;
  return made.tree;
}
