/** Yields each thing whose text was there before, with the first one that has it. A thing without text never repeats. */
export function* repeated<Thing>(
  things: readonly Thing[],
  textOf: (thing: Thing) => string | undefined,
): Iterable<{ readonly again: Thing; readonly first: Thing }> {
  if (things.length < 2) return;
  const firsts = new Map<string, Thing>();
  for (const again of things) {
    const text = textOf(again);
    if (text === undefined) continue;
    const first = firsts.get(text);
    if (first === undefined) firsts.set(text, again);
    else yield { again, first };
  }
}
