/** Runs a use case to its end: asks a person for what it needs, and runs it again with the answers. */
import { type Given, isNeeds, type Needs, type NeedsAnswers, type NeedsConfirmation } from '../plan/needs.ts';

/** How a person is asked. A use case that asks no questions needs no `answers`, one that is harmless no `confirmation`. */
export interface Asking {
  /** @throws Refusal `answer-missing` where there is no terminal to ask on, and `interrupted`. */
  answers?(needs: NeedsAnswers): Promise<NonNullable<Given['answers']>>;
  /**
   * Shows the consequences and returns when a person agrees to them.
   *
   * @throws Refusal `confirmation-missing` where there is no terminal to ask on, and `interrupted`.
   */
  confirmation?(needs: NeedsConfirmation): Promise<void>;
}

/** @throws whatever the use case or the person refuses. */
export async function runAsking<Outcome extends object>(
  run: (given: Given) => Promise<Outcome | Needs>,
  asking: Asking,
): Promise<Outcome> {
  let given: Given = {};
  for (;;) {
    const outcome = await run(given);
    if (!isNeeds(outcome)) return outcome;
    given = { ...given, ...(await ask(outcome, asking)) };
  }
}

async function ask(needs: Needs, asking: Asking): Promise<Given> {
  if (needs.needs === 'answers' && asking.answers) return { answers: await asking.answers(needs) };
  if (needs.needs === 'confirmation' && asking.confirmation) {
    await asking.confirmation(needs);
    return { confirm: needs.digest };
  }
  throw new Error(`This command does not know how to ask for: ${needs.needs}`);
}
