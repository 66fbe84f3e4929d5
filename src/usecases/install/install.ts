/** `install`: a new app, all or nothing. */
import { hint } from '../../next-step.ts';
import { planInstall } from '../../plan/install.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Answers } from '../../plan/questions.ts';
import type { ProjectState } from '../../plan/state.ts';
import type { Scope } from '../../ports/index.ts';
import { type GivenAnswers, plannable } from '../../providers/given-answers.ts';
import { Refusal } from '../../refusal.ts';
import type { LoadedManifest } from './load-manifest.ts';
import { readProject } from './project-state.ts';
import { type Options, type Outcome, type RunPlanPorts, runPlan } from './run-plan.ts';

export interface InstallInput extends Options {
  readonly loaded: LoadedManifest;
  readonly given: GivenAnswers;
  /** A saved plan: exactly this is done, or nothing. */
  readonly exactly?: Plan;
}

/** Refuses `already-installed` for another manifest under the same name, and as `perform` does. */
export async function install(
  input: InstallInput,
  { project }: Pick<Scope, 'project'>,
  ports: RunPlanPorts,
): Promise<Outcome> {
  const { loaded, given, exactly } = input;
  const state = await ports.state.read((tables) => readProject(exactly?.project ?? project, tables));
  const planWith = (answers: Answers) => (now: ProjectState) => planInstall(loaded.manifest, now, answers);
  const draft = planWith(plannable(given))(state);
  if (exactly && JSON.stringify(draft) !== JSON.stringify(exactly)) throw outdated();
  if (draft.operation === 'upgrade') throw alreadyInstalled(draft);
  return runPlan({ ...input, kept: new Map(), state, planWith }, ports);
}

function outdated(): Refusal {
  return new Refusal('plan-stale', {
    what: 'The saved plan no longer fits the state of the project, so nothing was done.',
    why: 'Something was installed, connected or removed since it was made.',
    hint: hint`Make the plan again: ${{ do: 'plan', give: ['out'] }}`,
  });
}

function alreadyInstalled(plan: Plan): Refusal {
  return new Refusal('already-installed', {
    what: `${plan.app} is installed already, from another manifest.`,
    why: `This manifest would change it in ${plan.steps.length} steps.`,
    hint: hint`See what would change with ${{ do: 'plan' }}, then: ${{ do: 'upgrade', app: plan.app }}`,
    details: { app: plan.app },
  });
}
