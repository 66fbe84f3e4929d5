/** The few styles of our output, by meaning. Colour never carries meaning alone. */
import { Chalk } from 'chalk';

type Style = (text: string) => string;

export interface Styles {
  readonly bad: Style;
  readonly careful: Style;
  readonly good: Style;
  readonly accent: Style;
  readonly strong: Style;
  readonly faint: Style;
}

export function styles(color: boolean): Styles {
  return color ? COLORED : PLAIN;
}

// The caller says whether to use colour, so chalk does not look for a terminal (scripts/build/patches.mjs).
const chalk = new Chalk({ level: 1 });
const COLORED: Styles = {
  bad: chalk.red.bold,
  careful: chalk.yellow.bold,
  good: chalk.green,
  accent: chalk.cyan,
  strong: chalk.bold,
  faint: chalk.dim,
};

const same: Style = (text) => text;
const PLAIN: Styles = { bad: same, careful: same, good: same, accent: same, strong: same, faint: same };
