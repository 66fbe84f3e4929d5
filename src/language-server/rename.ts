/** Renames a provider: its key, and every collection that refers to it. */
import { type Document, treeOf } from '../manifest/document.ts';
import type { TextEdit } from '../manifest/edit/textedit.ts';
import { memberOf, type Node, type Span } from '../manifest/tree.ts';
import { placeAt } from './place-at.ts';

export interface Renamed {
  readonly name: string;
  readonly span: Span;
}

/** The provider whose name is at the offset: its key, or a reference to it. */
export function providerAt(document: Document, offset: number): Renamed | undefined {
  const tree = treeOf(document);
  const place = tree && placeAt(tree, offset);
  if (!tree || !place) return undefined;
  return namesOf(tree).find(({ span: [start, end] }) => start === place.span[0] && end === place.span[1]);
}

/** `undefined` where the name is taken, or no name at all. */
export function renameProvider(document: Document, from: string, to: string): readonly TextEdit[] | undefined {
  const tree = treeOf(document);
  if (!tree || to === '' || to.length > 200 || /\p{C}/u.test(to)) return undefined;
  const names = namesOf(tree);
  if (names.some(({ name }) => name === to)) return undefined;
  const { text } = document.source;
  return names
    .filter(({ name }) => name === from)
    .map(({ span }) => ({
      span,
      text: nameText(to, document.format === 'yaml' && !/^["']/.test(text.slice(...span))),
    }));
}

function nameText(name: string, mayBePlain: boolean): string {
  const isPlain = mayBePlain && /^[A-Za-z][\w-]*$/.test(name) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(name);
  return isPlain ? name : JSON.stringify(name);
}

function namesOf(tree: Node): Renamed[] {
  const [providers, collections] = ['oauth_providers', 'tool_collections'].map((key) =>
    tree.kind === 'object' ? memberOf(tree, key)?.value : undefined,
  );
  const keys =
    providers?.kind === 'object' ? providers.members.map(({ key, keySpan }) => ({ name: key, span: keySpan })) : [];
  const references = (collections?.kind === 'array' ? collections.items : []).flatMap((item) => {
    const value = item.kind === 'object' ? memberOf(item, 'oauth_provider')?.value : undefined;
    return value?.kind === 'scalar' && typeof value.value === 'string' ? [{ name: value.value, span: value.span }] : [];
  });
  return [...keys, ...references];
}
