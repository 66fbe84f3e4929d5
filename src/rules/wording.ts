/** How messages name the things of a manifest. */
import { quote } from '../manifest/quote.ts';
import type { McpCollection, SdkCollection } from '../manifest/types.ts';
import type { Placed } from './rule-context.ts';

/** `The collection "crm"`: by its id, else its name, else its place in the list, from 1. */
export function theCollection({ node, path }: Placed<McpCollection> | Placed<SdkCollection>): string {
  const id = 'id' in node ? node.id : undefined;
  const name = id ?? node.name;
  return name === undefined ? `Collection ${Number(path.at(-1)) + 1}` : `The collection ${quote(name)}`;
}
