/** The changes of fixes as a unified diff for `patch -p1` and `git apply`. */
import { createTwoFilesPatch } from 'diff';
import type { Change } from '../../../lint/fix.ts';
import { printable } from '../../../printable.ts';
import { type Styles, styles } from '../../styles.ts';

type Difference = Pick<Change, 'name' | 'before' | 'after'>;

/** @param context how many lines around each change are shown. */
export function renderDiff(changes: readonly Difference[], color: boolean, context = 3): string {
  const style = styles(color);
  return changes.map((change) => patchOf(change, style, context)).join('\n');
}

function patchOf({ name, before, after }: Difference, style: Styles, context: number): string {
  const shown = printable(name);
  const patch = createTwoFilesPatch(`a/${shown}`, `b/${shown}`, before, after, '', '', { context });
  const lines = patch.replace(/^=+\n/, '').trimEnd().split('\n');
  return lines.map((line) => paint(safe(line), style)).join('\n');
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
