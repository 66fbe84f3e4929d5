/** The options by which commands are given answers. */
import type { Command } from 'commander';

export function withAnswers(command: Command): Command {
  return command
    .option(
      '--set <key=value>',
      'an answer, such as crm.client_id=ID; secrets as env:NAME, file:PATH, -, op://..., exec:...',
      (value: string, previous: readonly string[] = []) => [...previous, value],
    )
    .option('--answers <file>', 'answers as a JSON or YAML map');
}
