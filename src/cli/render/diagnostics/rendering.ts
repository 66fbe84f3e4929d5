/** How the findings of `validate` are drawn here. */
import type { Output } from '../../output.ts';
import type { Rendering } from './render.ts';

/** A log has room for whole lines of most documents. */
const WIDTH_OF_A_PIPE = 120;

export function renderingOn({ color, columns, isTerminal }: Output): Pick<Rendering, 'color' | 'columns'> {
  return { color, columns: isTerminal ? columns : WIDTH_OF_A_PIPE };
}
