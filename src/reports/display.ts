/** A line of a document as a terminal shows it: safe characters, each with its column. */
import { eastAsianWidth } from 'get-east-asian-width';
import { isPrintable, printable } from '../printable.ts';

const TAB = 4;
const ASCII = /^[\x20-\x7e]*$/;

export interface DisplayedLine {
  readonly cells: readonly Cell[];
  readonly width: number;
}

/** One user-perceived character, or one escaped code point. */
interface Cell {
  readonly text: string;
  /** The UTF-16 offset into the line where it ends. */
  readonly end: number;
  /** Terminal columns: where it starts, and how many it takes. */
  readonly column: number;
  readonly width: number;
}

/** Tabs become spaces, wide characters take two columns, and characters that could harm a terminal are escaped. */
export function displayLine(line: string): DisplayedLine {
  const cells: Cell[] = [];
  let column = 0;
  let end = 0;
  const add = (text: string, width: number) => {
    cells.push({ text, end, column, width });
    column += width;
  };
  for (const character of characters(line)) {
    end += character.length;
    if (character === '\t') {
      const width = TAB - (column % TAB);
      add(' '.repeat(width), width);
    } else if (isPrintable(character)) {
      add(character, ASCII.test(character) ? character.length : widthOf(character));
    } else {
      const escaped = printable(character);
      add(escaped, escaped.length);
    }
  }
  return { cells, width: column };
}

/** The terminal column of a UTF-16 offset; the width of the line for an offset after its end. */
export function columnOf(line: DisplayedLine, offset: number): number {
  return line.cells.find((cell) => offset < cell.end)?.column ?? line.width;
}

/** The part of the line in these columns, with an ellipsis at each end that was cut. */
export function cutLine(line: DisplayedLine, from: number, width: number): string {
  const until = from + width;
  const inside = line.cells.filter((cell) => cell.column >= from && cell.column + cell.width <= until);
  const text = inside.map((cell) => cell.text).join('');
  return `${from > 0 ? '…' : ''}${text}${line.width > until ? '…' : ''}`.trimEnd();
}

function characters(line: string): Iterable<string> {
  return ASCII.test(line) ? line : graphemes(line);
}

function* graphemes(line: string): Iterable<string> {
  for (const { segment } of new Intl.Segmenter('en').segment(line)) {
    if (isPrintable(segment)) yield segment;
    else yield* segment;
  }
}

/** The terminal columns of a character that is not ASCII: none for a lone mark, two for emoji and wide scripts. */
function widthOf(character: string): number {
  if (/^\p{M}/u.test(character)) return 0;
  if (/\p{Emoji_Presentation}|\uFE0F/u.test(character)) return 2;
  return eastAsianWidth(character.codePointAt(0) ?? 0);
}
