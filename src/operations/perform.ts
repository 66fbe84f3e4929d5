/** The one way to run an operation: the right first, then the operation. Every front goes through it. */
import { verdictOn } from '../identity/authorize.ts';
import type { Right } from '../identity/rights.ts';
import type { Given, Needs } from '../plan/needs.ts';
import { Refusal } from '../refusal.ts';
import type { InputProves, Operation, Work } from './operation.ts';

/**
 * Runs an operation for a caller who may.
 *
 * @throws Refusal `right-missing`; `agent-unknown` for an agent that the caller may not know of; and what the operation refuses.
 */
export async function perform<Input, Output extends object>(
  operation: Pick<Operation<Input, Output>, 'name' | 'right' | 'subject' | 'run'>,
  input: Input & Given,
  work: Work,
): Promise<Output | Needs> {
  const subject = operation.subject(input);
  const { right } = operation;
  const verdict = provesItself(right) ? 'allowed' : verdictOn(work.caller, right, subject);
  if (verdict === 'right-missing') throw rightMissing(operation);
  if (verdict === 'invisible') throw invisible(subject.kind === 'agent' ? subject.name : '');
  return operation.run(input, work);
}

/** Whether the input is what lets a caller in, so that it needs no right. */
export function provesItself(right: Right | InputProves): right is InputProves {
  return right === 'a ticket' || right === 'a link';
}

export function rightMissing({ name, right }: Pick<Operation<never, object>, 'name' | 'right'>): Refusal {
  return new Refusal('right-missing', {
    what: `You may not do this: ${name}.`,
    why: `It needs the right ${right}, which your role does not have.`,
    hint: 'Ask an admin of the project for a role that has it.',
    details: { right },
  });
}

/** Says the same as for an agent that does not exist. */
function invisible(name: string): Refusal {
  return new Refusal('agent-unknown', {
    what: `There is no agent called "${name}".`,
    hint: 'Use one of the agents that you were given.',
  });
}
