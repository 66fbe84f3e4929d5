interface Repetition<Thing> {
  readonly again: Thing;
  readonly first: Thing;
}

/** Each item that was in the list before, with the first one like it: their indexes, and the text. */
export function repeatedItems(items: readonly string[]): Repetition<readonly [index: number, text: string]>[] {
  // Most lists are without, and need no list of their indexes.
  if (items.length < 2 || new Set(items).size === items.length) return [];
  return repeated([...items.entries()], ([, text]) => text);
}

/** Each thing whose text was there before, with the first one that has it. A thing without text never repeats. */
export function repeated<Thing>(
  things: readonly Thing[],
  textOf: (thing: Thing) => string | undefined,
): Repetition<Thing>[] {
  const found: Repetition<Thing>[] = [];
  if (things.length < 2) return found;
  const firsts = new Map<string, Thing>();
  for (const again of things) {
    const text = textOf(again);
    if (text === undefined) continue;
    const first = firsts.get(text);
    if (first === undefined) firsts.set(text, again);
    else found.push({ again, first });
  }
  return found;
}
