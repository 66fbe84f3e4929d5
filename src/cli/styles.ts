/** The few styles of our output, by meaning. Colour never carries meaning alone. */
import { Chalk } from 'chalk';

export type Styles = ReturnType<typeof styles>;

export function styles(color: boolean) {
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
