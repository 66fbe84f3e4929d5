/** Rows of text: aligned and cut to the terminal for people, one line with tabs each for pipes. */
import { printable } from '../../printable.ts';
import { displayLine } from '../../reports/display.ts';
import { styles } from '../../styles.ts';
import type { Output } from '../output.ts';

export interface Column<Row> {
  readonly title: string;
  /** The text as it is; it is made printable here. */
  readonly text: (row: Row) => string;
  /** A command to be typed is never cut. */
  readonly whole?: boolean;
}

const GAP = '  ';
const NARROWEST = 8;

/** Writes the table to standard output. In a pipe there is no header: `cut -f1` gets names only. */
export function writeTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[], output: Output): void {
  const cells = rows.map((row) => columns.map(({ text }) => printable(text(row))));
  if (!output.isTerminal) {
    for (const row of cells) output.data(row.join('\t'));
    return;
  }
  const style = styles(output.color);
  const titles = columns.map(({ title }) => title.toUpperCase());
  const widths = fitted(
    columns.map((column, index) => ({
      wanted: Math.max(...[titles, ...cells].map((row) => widthOf(row[index] ?? ''))),
      whole: column.whole === true,
    })),
    output.columns,
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, index) => padded(cell, widths[index] ?? 0))
      .join(GAP)
      .trimEnd();
  output.data(style.faint(line(titles)));
  for (const row of cells) output.data(line(row));
}

/** Takes from the widest column that may be cut until all fit, or none can give more. */
function fitted(columns: readonly { wanted: number; whole: boolean }[], room: number): number[] {
  const widths = columns.map(({ wanted }) => wanted);
  const total = () => widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1);
  while (total() > room) {
    const widest = Math.max(...widths.filter((_width, index) => !columns[index]?.whole));
    if (widest <= NARROWEST) break;
    widths[widths.findIndex((width, index) => width === widest && !columns[index]?.whole)] = widest - 1;
  }
  return widths;
}

/** Filled with blanks to a width of columns on the screen, or cut with an ellipsis. */
function padded(text: string, width: number): string {
  const room = width - widthOf(text);
  if (room >= 0) return text + ' '.repeat(room);
  let cut = '';
  for (const character of text) {
    if (widthOf(cut + character) > width - 1) break;
    cut += character;
  }
  return `${cut}…${' '.repeat(Math.max(0, width - 1 - widthOf(cut)))}`;
}

/** Columns on the screen. ASCII, which nearly all texts are, needs no look at each character. */
function widthOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : displayLine(text).width;
}
