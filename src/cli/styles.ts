/** The few styles of our output, by meaning. Colour never carries meaning alone. */
import { Chalk } from 'chalk';
import type { Styles } from './plain-styles.ts';

export type { Styles } from './plain-styles.ts';

export function styles(color: boolean): Styles {
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
