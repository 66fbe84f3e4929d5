/**
 * Styles for `validate`, which most often writes to a pipe. Chalk is loaded only for colour: without this file, each start
 * executes three to four per cent more instructions.
 */
import type { Styles } from '../styles.ts';

const same = (text: string) => text;
const PLAIN: Styles = { bad: same, careful: same, good: same, accent: same, strong: same, faint: same };

export async function loadStyles(color: boolean): Promise<Styles> {
  return color ? (await import('../styles.ts')).styles(color) : PLAIN;
}
