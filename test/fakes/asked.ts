/** What a use case needs of a person, in a test. */
import { isNeeds, type Needs, type NeedsConfirmation } from '../../src/plan/needs.ts';

export function confirmation<Outcome extends object>(outcome: Outcome | Needs): NeedsConfirmation {
  if (isNeeds(outcome) && outcome.needs === 'confirmation') return outcome;
  throw new Error('It needed no confirmation.');
}
