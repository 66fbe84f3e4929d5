/** The first place of every text, and what comes again later. */
import type { PlacedText } from './subject.ts';

/** Yields each text that was there before, with the place where it was first. */
export function* repeated(texts: Iterable<PlacedText>): Iterable<{ again: PlacedText; first: PlacedText }> {
  const firsts = new Map<string, PlacedText>();
  for (const again of texts) {
    const first = firsts.get(again.text);
    if (first) yield { again, first };
    else firsts.set(again.text, again);
  }
}

/** The texts of one field, where it is there. */
export function fieldTexts<Field extends string>(
  nodes: readonly { readonly node: { readonly [name in Field]?: string }; readonly path: PlacedText['path'] }[],
  field: Field,
): PlacedText[] {
  const texts: PlacedText[] = [];
  for (const { node, path } of nodes) {
    const text = node[field];
    if (text !== undefined) texts.push({ text, path: [...path, field] });
  }
  return texts;
}
