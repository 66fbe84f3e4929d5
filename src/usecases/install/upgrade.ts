/** `upgrade`: another manifest for an installed app, in place. */
import { hint } from '../../next-step.ts';
import { appName } from '../../plan/names.ts';
import type { Plan } from '../../plan/plan.ts';
import { planUpgrade } from '../../plan/upgrade.ts';
import type { Scope } from '../../ports/index.ts';
import type { GivenAnswers } from '../../providers/given-answers.ts';
import { Refusal } from '../../refusal.ts';
import { keptAnswers } from './kept-answers.ts';
import type { LoadedManifest } from './load-manifest.ts';
import { installationNamed, readProject } from './project-state.ts';
import { type Options, type Outcome, type RunPlanPorts, runPlan } from './run-plan.ts';

export interface UpgradeInput extends Options {
  readonly app: string;
  readonly loaded: LoadedManifest;
  readonly given: GivenAnswers;
}

/**
 * Connections stay good: scopes that are new, and another client or token endpoint, wait for the next consent. Refuses `app-unknown`, a manifest of another app, and as `perform` does.
 */
export async function upgrade(
  input: UpgradeInput,
  { project }: Pick<Scope, 'project'>,
  ports: RunPlanPorts,
): Promise<Outcome> {
  const { app, loaded, given } = input;
  const { manifest, canonical } = loaded;
  const state = await ports.state.read((tables) => readProject(project, tables));
  const installation = installationNamed(app, state);
  if (appName(manifest) !== app) throw otherApp(app, appName(manifest));
  const hasAnswers = given.values.size + given.references.size > 0;
  if (installation.manifest === canonical && !hasAnswers) {
    return {
      plan: nothing(project, app, manifest.version),
      outcome: 'nothing-to-do',
      revocations: [],
      forgottenClients: [],
    };
  }
  const kept = await keptAnswers(manifest, installation, state, given, ports);
  return runPlan(
    {
      ...input,
      kept: kept.secrets,
      state,
      planWith: (answers) => (now) => planUpgrade(manifest, installationNamed(app, now), now, answers),
    },
    ports,
  );
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
