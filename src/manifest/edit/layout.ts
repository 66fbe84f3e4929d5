/** The layout of a text: line breaks, indentation, and what is between tokens. */

/** The first line break of the text. New text uses the same. */
export function lineBreakOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** The white space that starts the line of this offset. */
export function indentationAt(text: string, offset: number): string {
  const line = text.slice(startOfLine(text, offset), offset);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** Whether only white space is before the offset on its line. */
export function startsLine(text: string, offset: number): boolean {
  let at = offset - 1;
  while (text[at] === ' ' || text[at] === '\t') at--;
  return at < 0 || text[at] === '\n' || text[at] === '\r' || text[at] === '\uFEFF';
}

/** The offset of the first character of the line; a byte-order mark belongs to no line. */
export function startOfLine(text: string, offset: number): number {
  const afterLineFeed = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const start = afterLineFeed + text.slice(afterLineFeed, offset).lastIndexOf('\r') + 1;
  return start === 0 && text.startsWith('\uFEFF') ? Math.min(1, offset) : start;
}

/** The offset of the line break that ends the line, or of the end of the text. */
export function endOfLine(text: string, offset: number): number {
  const length = text.slice(offset).search(/[\r\n]/);
  return length === -1 ? text.length : offset + length;
}

/** The offset behind the line break that ends the line. */
export function startOfNextLine(text: string, offset: number): number {
  const end = endOfLine(text, offset);
  return end + (/^(?:\r\n|\n|\r)/.exec(text.slice(end, end + 2))?.[0].length ?? 0);
}

/** The offset of the comma after white space and comments; `undefined` when something else comes first. */
export function commaAfter(text: string, offset: number): number | undefined {
  const trivia = /(?:\s|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|(?<=\s)#[^\r\n]*)*/y;
  trivia.lastIndex = offset;
  trivia.test(text);
  const at = trivia.lastIndex;
  return text[at] === ',' ? at : undefined;
}

/** The text with every line but the first indented by `to` instead of `from`. */
export function reindent(text: string, from: string, to: string): string {
  if (from === to) return text;
  const [first = '', ...lines] = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  return first + lines.map((line) => (line.startsWith(from) ? to + line.slice(from.length) : line)).join('');
}
