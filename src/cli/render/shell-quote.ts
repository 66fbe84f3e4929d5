/** The word as a shell takes it for one. `=` and `~` mean something at the beginning of a word. */
export function quoted(word: string): string {
  return /^[\w@%+:,./-][\w@%+:,./=~-]*$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
