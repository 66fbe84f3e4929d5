/** Asks a person what a plan leaves open, shows it, and asks whether it may be applied. */
import type { NeedsConfirmation } from '../plan/needs.ts';
import { stepTo } from '../plan/next-steps.ts';
import { needsYes, type Plan } from '../plan/plan.ts';
import type { TerminalPorts } from '../ports/person.ts';
import { askQuestions } from './ask-questions.ts';
import { confirm } from './confirm.ts';
import type { Context } from './context.ts';
import { capitalized, PARTICIPLES, planText } from './render/plan.ts';
import type { Asking } from './run-asking.ts';

export function askAboutPlan({ ports, output }: Pick<Context, 'ports' | 'output'>): Asking {
  return {
    answers: ({ questions }) => askQuestions(questions, ports),
    async confirmation({ consequences }: NeedsConfirmation) {
      for (const consequence of consequences) {
        if (consequence.kind !== 'plan-applied') continue;
        output.say(planText(consequence.plan, output));
        await approve(consequence.plan, ports.prompts);
      }
    },
  };
}

/** A script agrees by its command, unless something would be deleted or go to another server. */
async function approve(plan: Plan, prompts: TerminalPorts['prompts']): Promise<void> {
  const { operation, app } = plan;
  if (!prompts.allowed && !needsYes(plan)) return;
  const question = `${capitalized(operation)} ${app} as shown?`;
  const declined = `${app} was not ${PARTICIPLES[operation]}.`;
  await confirm({ question, step: stepTo(plan), declined }, prompts);
}
