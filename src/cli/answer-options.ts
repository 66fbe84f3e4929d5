/** The options that give answers to a command. */

import type { Command } from 'commander';
import { collect } from './option-values.ts';
import { withRules } from './rule-option.ts';

export function withAnswers(command: Command): Command {
  return withRules(command)
    .option(
      '--set <key=value>',
      'an answer, such as crm.client_id=ID; secrets as env:NAME, file:PATH, -, op://..., exec:...',
      collect,
    )
    .option('--answers <file>', 'answers as a JSON or YAML map');
}
