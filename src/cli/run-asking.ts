/** Runs a use case to its end: asks a person for what it needs, and runs it again with the answers. */
import { type Given, isNeeds, type Needs } from '../plan/needs.ts';

export interface Asking {
  /** Refuses `answer-missing` where nobody can be asked, and `interrupted`. */
  answers(needs: Extract<Needs, { needs: 'answers' }>): Promise<NonNullable<Given['answers']>>;
  /** Shows the consequences and returns when they are agreed to. Refuses `confirmation-missing` and `interrupted`. */
  confirmation(needs: Extract<Needs, { needs: 'confirmation' }>): Promise<void>;
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
    if (outcome.needs === 'answers') {
      given = { ...given, answers: await asking.answers(outcome) };
    } else {
      await asking.confirmation(outcome);
      given = { ...given, confirm: outcome.digest };
    }
  }
}
