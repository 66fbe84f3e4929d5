/** The code frame: the lines that a diagnostic is about, underlined, as rustc draws them. */
import type { Range } from '../manifest/positions.ts';
import type { Styles } from '../styles.ts';
import { columnOf, cutLine, type DisplayedLine, displayLine } from './display.ts';

export interface Label {
  readonly range: Range;
  /** The place of the finding (`^`), or a related place (`-`). */
  readonly role: 'primary' | 'related';
  readonly message?: string;
}

export interface FrameOptions {
  readonly style: Styles;
  /** The style of the place of the finding, which depends on the severity. */
  readonly accent: (text: string) => string;
  /** How wide a line of code may be, in terminal columns. */
  readonly width: number;
}

/** The lines of the frame. The gutter is wide enough for the largest line number. */
export function frame(text: string, labels: readonly Label[], { style, accent, width }: FrameOptions): string[] {
  const byLine = groupByLine(labels);
  const numbers = [...byLine.keys()].sort((a, b) => a - b);
  const gutter = Math.max(...numbers.map((number) => String(number).length));
  const bar = (number: number | string) => style.faint(`${String(number).padStart(gutter)} |`);
  const output = [bar('')];
  let previous: number | undefined;
  for (const number of numbers) {
    const here = byLine.get(number) ?? [];
    const start = lineStart(here[0] as Label);
    if (previous !== undefined && number === previous + 2) {
      output.push(code(bar(previous + 1), cutLine(displayLine(lineBefore(text, start)), 0, width)));
    } else if (previous !== undefined && number > previous + 2) {
      output.push(style.faint('...'));
    }
    const shift = start + hiddenStart(here, start);
    const line = displayLine(lineAt(text, shift));
    const from = firstColumn(line, here, { start: shift, width });
    output.push(code(bar(number), cutLine(line, from, width)));
    for (const label of here.toSorted((a, b) => a.range.start.offset - b.range.start.offset)) {
      output.push(`${bar('')} ${underline(label, line, { start: shift, from, width, style, accent })}`);
    }
    previous = number;
  }
  return output;
}

function underline(
  { range, role, message }: Label,
  line: DisplayedLine,
  { start, from, width, style, accent }: { start: number; from: number } & FrameOptions,
): string {
  const shift = from > 0 ? 1 - from : 0;
  const first = columnOf(line, range.start.offset - start);
  const isOneLine = range.end.line === range.start.line;
  const last = isOneLine ? columnOf(line, range.end.offset - start) : line.width;
  const length = Math.max(1, Math.min(last, from + width) - first);
  const paint = role === 'primary' ? accent : style.accent;
  const marks = (role === 'primary' ? '^' : '-').repeat(length);
  return `${' '.repeat(Math.max(0, first + shift))}${paint(marks)}${message ? ` ${paint(message)}` : ''}`;
}

/** Of a line that is too long, the part around its first label is shown. */
function firstColumn(
  line: DisplayedLine,
  labels: readonly Label[],
  { start, width }: { readonly start: number; readonly width: number },
): number {
  if (line.width <= width) return 0;
  const first = Math.min(...labels.map(({ range }) => columnOf(line, range.start.offset - start)));
  return Math.max(0, Math.min(first - Math.floor(width / 3), line.width - width));
}

function code(bar: string, line: string): string {
  return line === '' ? bar : `${bar} ${line}`;
}

function lineOf({ range }: Label): number {
  return range.start.line;
}

function lineStart({ range }: Label): number {
  return range.start.offset - (range.start.column - 1);
}

/** How much of the start of a very long line is skipped before the line is measured. A minified file is one line. */
function hiddenStart(labels: readonly Label[], start: number): number {
  const first = Math.min(...labels.map(({ range }) => range.start.offset - start));
  return first > LONGEST / 2 ? first - LONGEST / 4 : 0;
}

/** More UTF-16 code units than any terminal has columns. */
const LONGEST = 1000;

/** The line that starts at this offset, without its break. */
function lineAt(text: string, start: number): string {
  const line = text.slice(start, start + LONGEST);
  const end = line.search(/[\r\n]/);
  return end === -1 ? line : line.slice(0, end);
}

/** The line before the one that starts at this offset. */
function lineBefore(text: string, start: number): string {
  let end = start - 1;
  if (text[end] === '\n' && text[end - 1] === '\r') end--;
  let from = end;
  while (from > 0 && text[from - 1] !== '\n' && text[from - 1] !== '\r') from--;
  return text.slice(from, Math.min(end, from + LONGEST)).replace(/^\uFEFF/, '');
}

function groupByLine(labels: readonly Label[]): Map<number, Label[]> {
  const groups = new Map<number, Label[]>();
  for (const label of labels) groups.set(lineOf(label), [...(groups.get(lineOf(label)) ?? []), label]);
  return groups;
}
