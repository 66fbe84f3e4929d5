/** `install`: a new app, all or nothing. */
import type { Manifest } from '../../manifest/types.ts';
import { hint, type NextStep } from '../../next-step.ts';
import { planInstall } from '../../plan/install.ts';
import { answersIn, type Given, type GivenAnswers, type Needs } from '../../plan/needs.ts';
import type { Plan } from '../../plan/plan.ts';
import { type Answers, NO_ANSWERS } from '../../plan/questions.ts';
import { planUpgrade } from '../../plan/upgrade.ts';
import type { Ports, Scope } from '../../ports/index.ts';
import { Refusal } from '../../refusal.ts';
import { type DraftPlan, draftPlan, withoutConflicts } from './draft-plan.ts';
import { keptSecrets } from './kept-secrets.ts';
import type { LoadedManifest } from './load-manifest.ts';
import { installationNamed, readProject } from './project-state.ts';
import { type Outcome, type RunOptions, type RunPlanPorts, runPlan } from './run-plan.ts';

export interface InstallInput {
  readonly loaded: LoadedManifest;
  /** A saved plan, with the answers that it was made with: exactly this is done, or nothing. */
  readonly exactly?: { readonly plan: Plan; readonly answers: Answers };
}

/**
 * Returns what it needs, as `runPlan` does.
 *
 * @throws Refusal `already-installed` for another manifest or other answers under the same name, `provider-name-taken`,
 *   `plan-stale`.
 */
export async function install(
  input: InstallInput & RunOptions & Given,
  scope: Pick<Scope, 'project'>,
  ports: RunPlanPorts,
): Promise<Outcome | Needs> {
  const answers = answersIn(input);
  const draft = await draftInstall({ ...input, answers }, scope, ports);
  if (draft.plan.steps.length === 0 && input.answers) {
    const keys = await otherSecrets(input.answers, { draft, manifest: input.loaded.manifest }, ports);
    if (keys.length > 0) throw otherAnswers(draft.plan, keys);
  }
  return runPlan({ ...input, draft, secrets: input.answers?.secrets ?? new Map() }, ports);
}

/**
 * The plan that `install` would apply. It reads no secret.
 *
 * @throws what `install` refuses before it asks.
 */
export async function draftInstall(
  { loaded, exactly, answers }: InstallInput & { readonly answers: Answers },
  { project }: Pick<Scope, 'project'>,
  ports: Pick<Ports, 'state'>,
): Promise<DraftPlan> {
  const state = await ports.state.read((tables) => readProject(project, tables));
  if (exactly) {
    const plan = planInstall(loaded.manifest, state, exactly.answers);
    if (JSON.stringify(plan) !== JSON.stringify(exactly.plan)) throw outdated();
  }
  const draft = draftPlan(state, (now) => planInstall(loaded.manifest, now, answers));
  if (draft.plan.operation === 'upgrade') throw alreadyInstalled(draft.plan, exactly ? { give: ['file'] } : {});
  const keys = draft.plan.steps.length === 0 ? otherValues(answers, { draft, manifest: loaded.manifest }) : [];
  if (keys.length > 0) throw otherAnswers(draft.plan, keys);
  return withoutConflicts(draft);
}

interface Installed {
  readonly draft: DraftPlan;
  readonly manifest: Manifest;
}

/** The keys of answers that the installed app does not have. */
function otherValues({ values }: Answers, { draft: { plan, state }, manifest }: Installed): string[] {
  if (values.size === 0) return [];
  const installation = installationNamed(plan.app, state);
  const stepsWith = (answers: Answers) => JSON.stringify(planUpgrade(manifest, installation, state, answers).steps);
  const asItIs = stepsWith(NO_ANSWERS);
  return [...values].flatMap(([key, value]) =>
    stepsWith({ ...NO_ANSWERS, values: new Map([[key, value]]) }) === asItIs ? [] : [key],
  );
}

/** The keys of secrets that are not the stored ones. */
async function otherSecrets(
  { values, secrets }: GivenAnswers,
  { draft: { plan, state }, manifest }: Installed,
  ports: Pick<Ports, 'secrets'>,
): Promise<string[]> {
  if (secrets.size === 0) return [];
  const installation = installationNamed(plan.app, state);
  const answers = { values, secrets: new Set<string>() };
  const kept = await keptSecrets({ manifest, installation, state, answers }, ports);
  return [...secrets].flatMap(([key, secret]) => (kept.get(key)?.reveal() === secret.reveal() ? [] : [key]));
}

function otherAnswers({ app }: Plan, keys: readonly string[]): Refusal {
  return new Refusal('already-installed', {
    what: `${app} is installed already, with other answers.`,
    why: `It would get another ${keys.join(', ')}, and an installation changes nothing that is there.`,
    hint: hint`Give the same answers to: ${{ do: 'upgrade', app }}`,
    details: { app, answers: keys },
  });
}

function outdated(): Refusal {
  return new Refusal('plan-stale', {
    what: 'The saved plan no longer fits the state of the project, so nothing was done.',
    why: 'Something was installed, connected or removed since it was made.',
    hint: hint`Make the plan again: ${{ do: 'plan', give: ['out'] }}`,
  });
}

/** `named` has `give` for a saved plan, which does not say which file its manifest is in. */
function alreadyInstalled(plan: Plan, named: Pick<NextStep, 'give'>): Refusal {
  return new Refusal('already-installed', {
    what: `${plan.app} is installed already, from another manifest.`,
    why: `This manifest would change it in ${plan.steps.length} steps.`,
    hint: hint`See what would change with ${{ do: 'plan', ...named }}, then: ${{ do: 'upgrade', app: plan.app, ...named }}`,
    details: { app: plan.app },
  });
}
