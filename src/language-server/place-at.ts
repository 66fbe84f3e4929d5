/** The place in a document that an offset of its text belongs to. */
import type { Path } from '../diagnostic.ts';
import type { Node, Span } from '../manifest/tree.ts';

export interface PlaceAt {
  readonly path: Path;
  readonly at: 'key' | 'value';
  readonly span: Span;
}

/** The innermost name or value around the offset. */
export function placeAt(root: Node, offset: number): PlaceAt | undefined {
  let node = root;
  const path: (string | number)[] = [];
  if (!isIn(node.span, offset)) return undefined;
  for (;;) {
    const next: { step: string | number; keySpan?: Span; value: Node } | undefined =
      node.kind === 'object'
        ? node.members
            .map(({ key, keySpan, value }) => ({ step: key, keySpan, value }))
            .find((each) => isAround(each, offset))
        : node.kind === 'array'
          ? node.items.map((value, step) => ({ step, value })).find(({ value }) => isIn(value.span, offset))
          : undefined;
    if (!next) return { path, at: 'value', span: node.span };
    path.push(next.step);
    if (next.keySpan && isIn(next.keySpan, offset)) return { path, at: 'key', span: next.keySpan };
    node = next.value;
  }
}

function isAround({ keySpan, value }: { keySpan: Span; value: Node }, offset: number): boolean {
  return isIn(keySpan, offset) || isIn(value.span, offset);
}

function isIn([start, end]: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
