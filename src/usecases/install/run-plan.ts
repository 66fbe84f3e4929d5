/** From a first plan to its end: conflicts refused, questions asked, approved, tokens revoked, done in one transaction. */
import { joinHints } from '../../next-step.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Answers } from '../../plan/questions.ts';
import type { ProjectState } from '../../plan/state.ts';
import type { TerminalPorts } from '../../ports/person.ts';
import { approve } from '../../providers/confirm.ts';
import type { ForgottenClient } from '../../providers/forget-registration.ts';
import { type GivenAnswers, plannable, resolveSecrets } from '../../providers/given-answers.ts';
import { Refusal } from '../../refusal.ts';
import type { Secret } from '../../secret.ts';
import { type RevokedConnection, revokeConnections } from '../../tokens/revocations.ts';
import { applyPlan } from './apply.ts';
import { askQuestions } from './ask-questions.ts';
import type { LoadedManifest } from './load-manifest.ts';
import { prepareRows } from './prepare-rows.ts';
import { forgetClients } from './registrations.ts';

export type RunPlanPorts = Pick<
  TerminalPorts,
  'state' | 'secrets' | 'references' | 'prompts' | 'progress' | 'clock' | 'identifiers' | 'network'
>;

export interface Options {
  /** Plan only: nothing is asked and nothing is written. */
  readonly dryRun?: boolean;
  /** Shows the plan to a person, before the question whether it is right. */
  readonly show: (plan: Plan) => void;
}

export interface RunPlanInput extends Options {
  readonly loaded: LoadedManifest;
  readonly given: GivenAnswers;
  /** Secrets that hold unless there is a new answer. */
  readonly kept: ReadonlyMap<string, Secret>;
  readonly state: ProjectState;
  readonly planWith: (answers: Answers) => (state: ProjectState) => Plan;
}

export interface Outcome {
  readonly plan: Plan;
  readonly outcome: 'done' | 'planned' | 'nothing-to-do';
  readonly revocations: readonly RevokedConnection[];
  readonly forgottenClients: readonly ForgottenClient[];
}

/**
 * Refuses `provider-name-taken`, `answer-missing`, `confirmation-missing`, `interrupted`, `plan-stale`, and what the
 * state and the key store refuse.
 */
export async function runPlan(undertaking: RunPlanInput, ports: RunPlanPorts): Promise<Outcome> {
  const { loaded, given, kept, state, planWith, show, dryRun } = undertaking;
  const draft = planWith(plannable(given))(state);
  refuseConflicts(draft);
  if (draft.steps.length === 0) return { plan: draft, outcome: 'nothing-to-do', revocations: [], forgottenClients: [] };
  if (dryRun) return { plan: draft, outcome: 'planned', revocations: [], forgottenClients: [] };

  const asked = await askQuestions(draft.questions, ports);
  const answered = new Map<string, Secret>([...(await resolveSecrets(given, ports)), ...asked.secrets]);
  const values = new Map([...given.values, ...asked.values]);
  const replan = planWith({ values, secrets: new Set(answered.keys()) });
  const plan = replan(state);
  show(plan);
  await approve(plan, ports.prompts);
  const secrets = new Map([...kept, ...answered]);
  const prepared = await prepareRows(plan, loaded, secrets, state, ports);
  const revocations = await revokeConnections(plan, state, ports);
  const forgottenClients = await forgetClients(plan, state, ports);
  await applyPlan({ plan, prepared, before: state, replan }, ports);
  return { plan, outcome: 'done', revocations, forgottenClients };
}

/** Refuses `provider-name-taken`, with every conflict and both ways out. */
function refuseConflicts({ conflicts, app }: Plan): void {
  const [first] = conflicts;
  if (!first) return;
  throw new Refusal('provider-name-taken', {
    what: conflicts
      .map(({ provider_name, held_by }) => `The provider name ${provider_name} is taken by ${held_by}.`)
      .join('\n'),
    why: `${app} would create a provider of that name, and nothing of somebody else's is replaced.`,
    hint: joinHints(first.ways_out, '\n      or: '),
    details: { conflicts },
  });
}
