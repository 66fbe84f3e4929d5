/** What a format has to know besides the report. */
import type { HintText } from '../next-step.ts';
import { VERSION } from '../version.ts';

export interface Rendering {
  readonly color: boolean;
  /** How wide lines may be, in terminal columns. */
  readonly columns: number;
  /** The version of mcpctl. */
  readonly version: string;
  /** Returns a hint as text, with each step as the command to type. */
  readonly text: HintText;
}

/** A pipe has no width. Its text ends up in a log, where whole lines of most documents have room. */
const COLUMNS_OF_A_PIPE = 120;

/** Where a report is printed. */
interface Page {
  readonly color: boolean;
  readonly columns: number;
  readonly isTerminal: boolean;
  readonly text: HintText;
}

export function renderingOn({ color, columns, isTerminal, text }: Page): Rendering {
  return { color, columns: isTerminal ? columns : COLUMNS_OF_A_PIPE, version: VERSION, text };
}
