/** Members of objects and items of arrays, as the text has them. */
import type { Path } from '../../diagnostic.ts';
import { type ArrayNode, memberOf, type Node, type ObjectNode, type Span } from '../tree.ts';

export type Container = ObjectNode | ArrayNode;

/** A member or an item: the text between two commas, or on the lines of a block. */
export interface Element {
  readonly span: Span;
  readonly value: Node;
  /** Only members have a key. */
  readonly keySpan?: Span;
}

/** Made once for each container, so that many edits of a long list stay linear. */
export function elementsOf(container: Container): readonly Element[] {
  let elements = known.get(container);
  if (!elements) {
    elements = makeElements(container);
    known.set(container, elements);
  }
  return elements;
}

const known = new WeakMap<Container, readonly Element[]>();

function makeElements(container: Container): Element[] {
  if (container.kind === 'array') return container.items.map((value) => ({ value, span: value.span }));
  return container.members.map(({ keySpan, value }) => ({ value, keySpan, span: [keySpan[0], value.span[1]] }));
}

/** Whether it has brackets; otherwise it is a YAML block. */
export function isFlow(container: Container, text: string): boolean {
  return text[container.span[0]] === '{' || text[container.span[0]] === '[';
}

export function nodeAt(root: Node, path: Path): Node | undefined {
  let node: Node | undefined = root;
  for (const step of path) {
    if (node?.kind === 'object') node = memberOf(node, String(step))?.value;
    else node = node?.kind === 'array' ? node.items[Number(step)] : undefined;
  }
  return node;
}

/** The container at the end of the path without its last step, and the element that the last step names. */
export function elementAt(root: Node, path: Path): { container: Container; index: number } | undefined {
  const container = nodeAt(root, path.slice(0, -1));
  const last = path.at(-1);
  if (last === undefined || !container || container.kind === 'scalar') return undefined;
  const index =
    container.kind === 'array' ? Number(last) : container.members.findLastIndex(({ key }) => key === String(last));
  return index >= 0 && index < elementsOf(container).length ? { container, index } : undefined;
}
