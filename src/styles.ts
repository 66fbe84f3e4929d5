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
  // The caller says whether to use colour, so chalk does not look for a terminal (scripts/build/patches.mjs).
  const chalk = new Chalk({ level: color ? 1 : 0 });
  return {
    bad: chalk.red.bold,
    careful: chalk.yellow.bold,
    good: chalk.green,
    accent: chalk.cyan,
    strong: chalk.bold,
    faint: chalk.dim,
  };
}
