/** `reinstall`: uninstall and install in one transaction, with the answers from before. */
import type { Manifest } from '../../manifest/types.ts';
import { answersIn, type Given, type Needs } from '../../plan/needs.ts';
import type { Answers } from '../../plan/questions.ts';
import { planReinstall } from '../../plan/reinstall.ts';
import { type ProjectState, providersOf } from '../../plan/state.ts';
import { withKeptAnswers } from '../../plan/upgrade.ts';
import type { Ports, Scope } from '../../ports/index.ts';
import { type DraftPlan, draftPlan, withoutConflicts } from './draft-plan.ts';
import { keptSecrets } from './kept-secrets.ts';
import { type LoadedManifest, pinned } from './load-manifest.ts';
import { installationNamed, readProject } from './project-state.ts';
import { type Outcome, type RunOptions, type RunPlanPorts, runPlan } from './run-plan.ts';

export interface ReinstallInput {
  readonly app: string;
  /** The installed manifest, or another one of the app. */
  readonly loaded: LoadedManifest;
  /** Forgets the answers from before, so that every question is open again. */
  readonly forget?: boolean;
}

/** @throws Refusal `app-unknown` */
export async function installedManifest(
  app: string,
  { project }: Pick<Scope, 'project'>,
  ports: Pick<Ports, 'state'>,
): Promise<LoadedManifest> {
  const state = await ports.state.read((tables) => readProject(project, tables));
  return pinned(JSON.parse(installationNamed(app, state).manifest) as Manifest);
}

/**
 * Every connection is revoked. Returns what it needs, as `runPlan` does.
 *
 * @throws Refusal `app-unknown`, `provider-name-taken`, `plan-stale`.
 */
export async function reinstall(
  input: ReinstallInput & RunOptions & Given,
  scope: Pick<Scope, 'project'>,
  ports: RunPlanPorts,
): Promise<Outcome | Needs> {
  const { app, loaded, forget } = input;
  const answers = answersIn(input);
  const draft = await draftReinstall({ app, loaded, forget, answers }, scope, ports);
  const { state } = draft;
  const installation = installationNamed(app, state);
  const kept = forget ? [] : await keptSecrets({ manifest: loaded.manifest, installation, state, answers }, ports);
  return runPlan({ ...input, draft, secrets: new Map([...kept, ...(input.answers?.secrets ?? [])]) }, ports);
}

/**
 * The plan that `reinstall` would apply. It reads no secret.
 *
 * @throws what `reinstall` refuses before it asks.
 */
export async function draftReinstall(
  { app, loaded: { manifest }, forget, answers }: ReinstallInput & { readonly answers: Answers },
  { project }: Pick<Scope, 'project'>,
  ports: Pick<Ports, 'state'>,
): Promise<DraftPlan> {
  const state = await ports.state.read((tables) => readProject(project, tables));
  const replan = (now: ProjectState) => {
    const installation = installationNamed(app, now);
    const providers = providersOf(installation, now);
    const all = forget ? answers : withKeptAnswers(manifest, installation, providers, answers);
    return planReinstall(manifest, installation, now, all);
  };
  return withoutConflicts(draftPlan(state, replan));
}
