/** What came back when secrets were tried, as lines. */
import { counted } from '../../counted.ts';
import { printable } from '../../printable.ts';
import type { Trial } from '../../tools/try-server.ts';

export function trialLines(trials: readonly Trial[]): string[] {
  return trials.map(({ name, tools, unknown }) =>
    tools === undefined
      ? printable(`${name} could not be asked whether it accepts what was given: ${unknown?.message ?? ''}`)
      : `${name} accepts what was given: ${counted(tools, 'tool')}.`,
  );
}
