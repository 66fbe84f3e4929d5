/** How messages name the parts of a manifest. */
import { quote } from '../manifest/quote.ts';
import type { McpCollection, SdkCollection } from '../manifest/types.ts';
import type { NodeWithPath } from './nodes.ts';

/** `The collection "crm"`: its id, else its name, else its number in the list, from 1. */
export function theCollection({ node, path }: NodeWithPath<McpCollection> | NodeWithPath<SdkCollection>): string {
  const id = 'id' in node ? node.id : undefined;
  const name = id ?? node.name;
  return name === undefined ? `Collection ${Number(path.at(-1)) + 1}` : `The collection ${quote(name)}`;
}
