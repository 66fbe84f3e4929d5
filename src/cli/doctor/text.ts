/** What `doctor` prints: one line for each finding, and below it what to do. */
import { printable } from '../../printable.ts';
import { styles } from '../../styles.ts';
import type { Checkup } from '../../usecases/doctor/check.ts';
import type { Output } from '../output.ts';

export function checkupText(checkups: readonly Checkup[], { color, text }: Pick<Output, 'color' | 'text'>): string {
  const style = styles(color);
  const marks = { ok: style.good('ok     '), warning: style.careful('warning'), failed: style.bad('failed ') };
  const width = Math.max(...checkups.map(({ name }) => name.length));
  return checkups
    .flatMap(({ name, result, finding, next }) => [
      `${marks[result]}  ${printable(name.padEnd(width))}  ${printable(finding)}`,
      ...(next === undefined
        ? []
        : [`         ${' '.repeat(width)}  ${style.faint('next:')} ${printable(text(next))}`]),
    ])
    .join('\n');
}
