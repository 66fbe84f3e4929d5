/** The option that changes what counts as an error in a document that a command uses. */

import type { Command } from 'commander';
import { collect } from './option-values.ts';

export function withRules(command: Command): Command {
  const what = 'off, warn or error for a code of validate (repeatable); only rules of style can be lowered';
  return command.option('--rule <code=severity>', what, collect);
}
