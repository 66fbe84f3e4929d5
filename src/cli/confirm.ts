/** Asks a person to confirm what a use case would do. */
import { hint, type NextStep } from '../next-step.ts';
import type { TerminalPorts } from '../ports/person.ts';
import { Refusal } from '../refusal.ts';

export interface Confirmation {
  readonly question: string;
  /** What is being done. Where there is no terminal to ask on, it is done with `--yes`. */
  readonly step: NextStep;
  /** Why it has to be confirmed. */
  readonly why?: string;
  /** What the answer "no" leads to, as a sentence. */
  readonly declined?: string;
}

/**
 * Returns when the answer is yes; `--yes` is one.
 *
 * @throws Refusal `confirmation-missing` where there is no terminal to ask on, and `interrupted`.
 */
export async function confirm(
  { question, step, why = 'Something would be deleted, or tokens would go to another server.', declined }: Confirmation,
  prompts: Pick<TerminalPorts['prompts'], 'allowed' | 'yes' | 'confirm'>,
): Promise<void> {
  if (!prompts.allowed && !prompts.yes) {
    throw new Refusal('confirmation-missing', {
      what: 'This needs confirmation, but there is no terminal to ask on.',
      why,
      hint: hint`Add --yes: ${{ ...step, give: ['yes'] }}`,
    });
  }
  if (await prompts.confirm({ message: question })) return;
  const no = 'The answer was no.';
  throw new Refusal('interrupted', {
    ...(declined === undefined ? { what: no } : { what: declined, why: no }),
    hint: 'Nothing was changed.',
  });
}
