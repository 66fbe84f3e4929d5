/** The changes of fixes as a unified diff for `patch -p1` and `git apply`. */
import { createTwoFilesPatch } from 'diff';
import type { Change } from '../lint/fix.ts';
import { printable } from '../printable.ts';
import { type Styles, styles } from '../styles.ts';

type Difference = Pick<Change, 'name' | 'before' | 'after'>;

/** @param context how many lines around each change are shown. */
export function renderDiff(changes: readonly Difference[], color: boolean, context = 3): string {
  const style = styles(color);
  return changes.map((change) => patchOf(change, style, context)).join('\n');
}

function patchOf({ name, before, after }: Difference, style: Styles, context: number): string {
  const shown = printable(name);
  const options = { context, maxEditLength: MOST_EDITS };
  const patch =
    createTwoFilesPatch(`a/${shown}`, `b/${shown}`, before, after, '', '', options) ?? wholePatch(shown, before, after);
  const lines = patch.replace(/^=+\n/, '').trimEnd().split('\n');
  return lines.map((line) => paint(safe(line), style)).join('\n');
}

/** The time that a shortest patch takes grows with the square of its edits. */
const MOST_EDITS = 2000;

/** A patch that replaces every line: for so many changes that the shortest one would take minutes. */
function wholePatch(name: string, before: string, after: string): string {
  const [old, replacement] = [linesOf(before, '-'), linesOf(after, '+')];
  const hunk = `@@ -1,${old.count} +1,${replacement.count} @@`;
  return [`--- a/${name}`, `+++ b/${name}`, hunk, ...old.lines, ...replacement.lines, ''].join('\n');
}

function linesOf(text: string, sign: string): { readonly lines: readonly string[]; readonly count: number } {
  const lines = text.split('\n');
  const isEnded = lines.at(-1) === '';
  const count = isEnded ? lines.length - 1 : lines.length;
  const signed = lines.slice(0, count).map((line) => sign + line);
  return { lines: isEnded ? signed : [...signed, '\\ No newline at end of file'], count };
}

/** A carriage return that ends a line of the document belongs to the patch. */
function safe(line: string): string {
  const ending = line.endsWith('\r') ? '\r' : '';
  return printable(ending ? line.slice(0, -1) : line, { lines: true }) + ending;
}

function paint(line: string, style: Styles): string {
  if (/^(?:---|\+\+\+) /.test(line)) return style.strong(line);
  if (line.startsWith('+')) return style.good(line);
  if (line.startsWith('-')) return style.bad(line);
  return line.startsWith('@@') ? style.accent(line) : line;
}
