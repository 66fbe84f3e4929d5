/** Runs a use case to its end: asks a person for what it needs, and runs it again with the answers. */
import {
  type Given,
  type GivenAnswers,
  isNeeds,
  type Needs,
  type NeedsAnswers,
  type NeedsConfirmation,
} from '../plan/needs.ts';

/** How a person is asked. A use case that asks no questions needs no `answers`, one that is harmless no `confirmation`. */
export interface Asking {
  /** @throws Refusal `answer-missing` where there is no terminal to ask on, and `interrupted`. */
  answers?(needs: NeedsAnswers): Promise<GivenAnswers>;
  /**
   * Shows the consequences and returns when a person agrees to them.
   *
   * @throws Refusal `confirmation-missing` where there is no terminal to ask on, and `interrupted`.
   */
  confirmation?(needs: NeedsConfirmation): Promise<void>;
}

/**
 * @param given What the command was given beforehand. Answers of the person are added to it.
 * @throws whatever the use case or the person refuses.
 */
export async function runAsking<Outcome extends object>(
  run: (given: Given) => Promise<Outcome | Needs>,
  asking: Asking,
  given: Given = {},
): Promise<Outcome> {
  let known = given;
  for (;;) {
    const outcome = await run(known);
    if (!isNeeds(outcome)) return outcome;
    known = await ask(outcome, asking, known);
  }
}

async function ask(needs: Needs, asking: Asking, known: Given): Promise<Given> {
  if (needs.needs === 'answers' && asking.answers) {
    return { ...known, answers: joined(known.answers, await asking.answers(needs)) };
  }
  if (needs.needs === 'confirmation' && asking.confirmation) {
    await asking.confirmation(needs);
    return { ...known, confirm: needs.digest };
  }
  throw new Error(`This command does not know how to ask for: ${needs.needs}`);
}

function joined(before: GivenAnswers | undefined, { values, secrets }: GivenAnswers): GivenAnswers {
  return {
    values: new Map([...(before?.values ?? []), ...values]),
    secrets: new Map([...(before?.secrets ?? []), ...secrets]),
  };
}
