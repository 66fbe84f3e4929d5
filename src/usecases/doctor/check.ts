/** What a doctor finds. */
import type { Hint } from '../../next-step.ts';
import { Refusal } from '../../refusal.ts';

export interface Checkup {
  readonly name: string;
  readonly result: 'ok' | 'warning' | 'failed';
  /** Whose fault it would be: of this machine, or of somebody on the network. */
  readonly area: 'machine' | 'network';
  /** What was found, and why. */
  readonly finding: string;
  /** What to do. */
  readonly next?: string | Hint;
}

/** What is refused is a finding, not the end of the examination. */
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

/** A bug comes out as it is. */
export function refused(name: string, area: Checkup['area'], thrown: unknown): Checkup {
  if (!(thrown instanceof Refusal)) throw thrown;
  const finding = thrown.why ? `${thrown.message} ${thrown.why}` : thrown.message;
  return { name, area, result: 'failed', finding, next: thrown.hint };
}
