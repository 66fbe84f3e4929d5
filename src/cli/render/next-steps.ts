/** What is next, each with the very command to type. */
import { Hint } from '../../next-step.ts';
import type { ReasonedStep } from '../../plan/next-steps.ts';
import { printable } from '../../printable.ts';
import { styles } from '../../styles.ts';
import type { Output } from '../output.ts';

/** Lines; none when nothing is to be done. */
export function nextStepsText(
  steps: readonly ReasonedStep[],
  { color, text }: Pick<Output, 'color' | 'text'>,
): string[] {
  if (steps.length === 0) return [];
  const style = styles(color);
  const lines = steps.map(({ step, reason }) => ({ command: text(new Hint([step])), reason }));
  const width = Math.max(...lines.map(({ command }) => command.length));
  return [
    'Next:',
    ...lines.map(
      ({ command, reason }) =>
        `  ${style.accent(printable(command.padEnd(width)))}  ${style.faint(`# ${printable(reason)}`)}`,
    ),
  ];
}

export function nextStepDocument({ step, reason }: ReasonedStep): object {
  return { command: new Hint([step]), reason, next_step: step };
}
