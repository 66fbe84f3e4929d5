/** The yes of a person, before anything is changed. */
import { needsYes, type Plan } from '../plan/plan.ts';
import type { TerminalPorts } from '../ports/person.ts';
import { Refusal } from '../refusal.ts';

/**
 * A person is asked; a script that typed the command meant it, unless something would be gone or go elsewhere.
 * Refuses `confirmation-missing` and `interrupted`.
 */
export async function approve(plan: Plan, prompts: TerminalPorts['prompts']): Promise<void> {
  const verb = plan.operation;
  if (!prompts.allowed && !needsYes(plan)) return;
  if (!(await confirmed(`${capitalized(verb)} ${plan.app} as shown?`, `mcpctl ${verb} ${plan.app} --yes`, prompts))) {
    throw new Refusal('interrupted', {
      what: `${plan.app} was not ${PARTICIPLES[verb]}.`,
      why: 'The answer was no.',
      hint: 'Nothing was changed.',
    });
  }
}

/** Asks for a yes. Where nobody can be asked, only `--yes` is one: refuses `confirmation-missing`. */
export async function confirmed(
  message: string,
  command: string,
  prompts: TerminalPorts['prompts'],
  why = 'Something would be deleted, or tokens would go to another server.',
): Promise<boolean> {
  if (prompts.allowed || prompts.yes) return prompts.confirm({ message });
  throw new Refusal('confirmation-missing', {
    what: 'This needs a yes, and nobody can be asked here.',
    why,
    hint: `Say yes beforehand: ${command}`,
  });
}

const PARTICIPLES = {
  install: 'installed',
  reinstall: 'reinstalled',
  upgrade: 'upgraded',
  uninstall: 'uninstalled',
} as const satisfies Record<Plan['operation'], string>;

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
