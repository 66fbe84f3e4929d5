/** One finding of `doctor`. */
import type { Hint } from '../../next-step.ts';
import { Refusal } from '../../refusal.ts';

export interface Checkup {
  readonly name: string;
  readonly result: 'ok' | 'warning' | 'failed';
  /** Where the fault would be. */
  readonly area: 'machine' | 'network';
  /** What was found and why, as sentences. */
  readonly finding: string;
  /** What to do. */
  readonly next?: string | Hint;
}

/** Makes a finding of a refusal, so that the other checks go on. */
export async function examined(
  name: string,
  area: Checkup['area'],
  examine: () => Promise<Checkup[]>,
): Promise<Checkup[]> {
  try {
    return await examine();
  } catch (thrown) {
    return [refused(name, area, thrown)];
  }
}

/** The finding of a refusal. Anything else is a bug, and is thrown again. */
export function refused(name: string, area: Checkup['area'], thrown: unknown): Checkup {
  if (!(thrown instanceof Refusal)) throw thrown;
  const finding = thrown.why ? `${thrown.message} ${thrown.why}` : thrown.message;
  return { name, area, result: 'failed', finding, next: thrown.hint };
}
