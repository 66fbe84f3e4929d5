/** `reinstall`: uninstall and install in one transaction, with the answers from before. */
import type { Manifest } from '../../manifest/types.ts';
import type { Answers } from '../../plan/questions.ts';
import { planReinstall } from '../../plan/reinstall.ts';
import type { Ports, Scope } from '../../ports/index.ts';
import { type AnswerSources, givenAnswers } from '../../providers/given-answers.ts';
import { type KeptAnswers, keptAnswers } from './kept-answers.ts';
import { type LoadedManifest, pinned } from './load-manifest.ts';
import { installationNamed, readProject } from './project-state.ts';
import { type Options, type Outcome, type RunPlanPorts, runPlan } from './run-plan.ts';

export interface ReinstallInput extends Options, AnswerSources {
  readonly app: string;
  /** Another manifest of the app; the installed one otherwise. */
  readonly loaded?: LoadedManifest;
  /** Forget the answers from before and ask again. */
  readonly ask?: boolean;
}

const NOTHING_KEPT: KeptAnswers = { values: new Map(), secrets: new Map() };

/** Every connection is revoked. Refuses `app-unknown`, and as `perform` does. */
export async function reinstall(
  input: ReinstallInput,
  { project }: Pick<Scope, 'project'>,
  ports: RunPlanPorts & Pick<Ports, 'files'>,
): Promise<Outcome> {
  const { app, ask } = input;
  const state = await ports.state.read((tables) => readProject(project, tables));
  const installation = installationNamed(app, state);
  const loaded = input.loaded ?? (await pinned(JSON.parse(installation.manifest) as Manifest));
  const { manifest } = loaded;
  const given = await givenAnswers(manifest, input, ports);
  const kept = ask ? NOTHING_KEPT : await keptAnswers(manifest, installation, state, given, ports);
  const withKept = ({ values, secrets }: Answers): Answers => ({
    values: new Map([...kept.values, ...values]),
    secrets: new Set([...kept.secrets.keys(), ...secrets]),
  });
  return runPlan(
    {
      ...input,
      loaded,
      given,
      kept: kept.secrets,
      state,
      planWith: (answers) => (now) => planReinstall(manifest, installationNamed(app, now), now, withKept(answers)),
    },
    ports,
  );
}
