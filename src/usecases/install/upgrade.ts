/** `upgrade`: another manifest for an installed app, in place. */
import { hint } from '../../next-step.ts';
import { appName } from '../../plan/names.ts';
import { answersIn, type Given, type Needs } from '../../plan/needs.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Answers } from '../../plan/questions.ts';
import { planUpgrade } from '../../plan/upgrade.ts';
import type { Ports, Scope } from '../../ports/index.ts';
import { Refusal } from '../../refusal.ts';
import { type DraftPlan, draftPlan, withoutConflicts } from './draft-plan.ts';
import { keptSecrets } from './kept-secrets.ts';
import type { LoadedManifest } from './load-manifest.ts';
import { installationNamed, readProject } from './project-state.ts';
import { type Outcome, type RunOptions, type RunPlanPorts, runPlan } from './run-plan.ts';

export interface UpgradeInput {
  readonly app: string;
  readonly loaded: LoadedManifest;
}

/**
 * Connections stay good: scopes that are new, and another client or token endpoint, wait for the next consent. Returns
 * what it needs, as `runPlan` does.
 *
 * @throws Refusal `app-unknown`, `usage` for a manifest of another app, `provider-name-taken`, `plan-stale`.
 */
export async function upgrade(
  input: UpgradeInput & RunOptions & Given,
  scope: Pick<Scope, 'project'>,
  ports: RunPlanPorts,
): Promise<Outcome | Needs> {
  const { app, loaded } = input;
  const answers = answersIn(input);
  const draft = await draftUpgrade({ app, loaded, answers }, scope, ports);
  const { plan, state } = draft;
  const installation = installationNamed(app, state);
  const isNothing = plan.steps.length === 0;
  const kept = isNothing
    ? undefined
    : await keptSecrets({ manifest: loaded.manifest, installation, state, answers }, ports);
  return runPlan({ ...input, draft, secrets: new Map([...(kept ?? []), ...(input.answers?.secrets ?? [])]) }, ports);
}

/**
 * The plan that `upgrade` would apply. It reads no secret.
 *
 * @throws what `upgrade` refuses before it asks.
 */
export async function draftUpgrade(
  { app, loaded, answers }: UpgradeInput & { readonly answers: Answers },
  { project }: Pick<Scope, 'project'>,
  ports: Pick<Ports, 'state'>,
): Promise<DraftPlan> {
  const { manifest, canonical } = loaded;
  const state = await ports.state.read((tables) => readProject(project, tables));
  const installation = installationNamed(app, state);
  if (appName(manifest) !== app) throw otherApp(app, appName(manifest));
  const hasAnswers = answers.values.size + answers.secrets.size > 0;
  if (installation.manifest === canonical && !hasAnswers) {
    return draftPlan(state, () => nothing(project, app, manifest.version));
  }
  return withoutConflicts(draftPlan(state, (now) => planUpgrade(manifest, installationNamed(app, now), now, answers)));
}

function nothing(project: string, app: string, version: string | undefined): Plan {
  const empty = { steps: [], questions: [], conflicts: [], warnings: [] };
  return { operation: 'upgrade', project, app, version: version ?? null, ...empty };
}

function otherApp(app: string, named: string): Refusal {
  return new Refusal('usage', {
    what: `This manifest is of ${named}, not of ${app}.`,
    hint: hint`Install it beside: ${{ do: 'install' }}, or name the manifest of ${app}: ${{ do: 'upgrade', app, give: ['file'] }}`,
    details: { app, manifest: named },
  });
}
