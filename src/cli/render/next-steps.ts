/** What is next, each with the very command to type. */
import type { NextStep } from '../../plan/next-steps.ts';
import { printable } from '../../printable.ts';
import type { Output } from '../output.ts';
import { styles } from '../styles.ts';

/** Lines; none when nothing is to be done. */
export function nextStepsText(steps: readonly NextStep[], { color }: Pick<Output, 'color'>): string[] {
  if (steps.length === 0) return [];
  const style = styles(color);
  const width = Math.max(...steps.map(({ command }) => command.length));
  return [
    'Next:',
    ...steps.map(
      ({ command, reason }) =>
        `  ${style.accent(printable(command.padEnd(width)))}  ${style.faint(`# ${printable(reason)}`)}`,
    ),
  ];
}
