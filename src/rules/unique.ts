interface Repetition<Thing> {
  readonly again: Thing;
  readonly first: Thing;
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
