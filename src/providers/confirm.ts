/** Asks a person to confirm. Use cases that still ask use it; src/cli/confirm.ts takes its place. */
import type { TerminalPorts } from '../ports/person.ts';
import { Refusal } from '../refusal.ts';

/** @throws Refusal `confirmation-missing` where there is no terminal to ask on, unless `--yes` was given. */
export async function confirmed(
  message: string,
  command: string,
  prompts: TerminalPorts['prompts'],
  why = 'Something would be deleted, or tokens would go to another server.',
): Promise<boolean> {
  if (prompts.allowed || prompts.yes) return prompts.confirm({ message });
  throw new Refusal('confirmation-missing', {
    what: 'This needs confirmation, but there is no terminal to ask on.',
    why,
    hint: `Add --yes: ${command}`,
  });
}
