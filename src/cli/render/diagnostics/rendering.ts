/** What a format has to know besides the report. */
import type { Output } from '../../output.ts';

export interface Rendering {
  readonly color: boolean;
  /** How wide lines may be, in terminal columns. */
  readonly columns: number;
  /** The version of mcpctl. */
  readonly version: string;
}

/** A pipe has no width. Its text ends up in a log, where whole lines of most documents have room. */
const COLUMNS_OF_A_PIPE = 120;

export function renderingOn({ color, columns, isTerminal }: Output): Pick<Rendering, 'color' | 'columns'> {
  return { color, columns: isTerminal ? columns : COLUMNS_OF_A_PIPE };
}
