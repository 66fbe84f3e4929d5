/** The plan as it is now, and how to make it again when it is applied. */
import { joinHints } from '../../next-step.ts';
import type { Plan } from '../../plan/plan.ts';
import type { ProjectState } from '../../plan/state.ts';
import { Refusal } from '../../refusal.ts';

export interface DraftPlan {
  readonly plan: Plan;
  readonly state: ProjectState;
  /** Makes the plan again from the state as it is then. */
  readonly replan: (state: ProjectState) => Plan;
}

export function draftPlan(state: ProjectState, replan: DraftPlan['replan']): DraftPlan {
  return { plan: replan(state), state, replan };
}

/**
 * Returns the draft. Nobody is asked anything for a plan that cannot be applied.
 *
 * @throws Refusal `provider-name-taken`, with every conflict and the ways out.
 */
export function withoutConflicts(draft: DraftPlan): DraftPlan {
  const { conflicts, app } = draft.plan;
  const [first] = conflicts;
  if (!first) return draft;
  throw new Refusal('provider-name-taken', {
    what: conflicts
      .map(({ provider_name, held_by }) => `The provider name ${provider_name} is taken by ${held_by}.`)
      .join('\n'),
    why: `${app} would create a provider of that name, and nothing of somebody else's is replaced.`,
    hint: joinHints(first.ways_out, '\n      or: '),
    details: { conflicts },
  });
}
