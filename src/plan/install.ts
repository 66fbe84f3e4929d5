/** Plans an installation. */
import { canonicalManifest } from '../manifest/canonical.ts';
import type { Manifest } from '../manifest/types.ts';
import { nameConflicts } from './conflicts.ts';
import { appName } from './names.ts';
import type { Plan, Step } from './plan.ts';
import { type Answers, openQuestions } from './questions.ts';
import type { ProjectState } from './state.ts';
import { bindingSteps, plannedProviders, recordInstallation, secretSteps } from './steps.ts';
import { planUpgrade } from './upgrade.ts';
import { installWarnings } from './warnings.ts';

/**
 * Plans the installation of a manifest. For an installed app, the plan has no steps when the manifest is the same, and
 * is the plan of the upgrade when it is not.
 */
export function planInstall(manifest: Manifest, state: ProjectState, answers: Answers): Plan {
  const app = appName(manifest);
  const installed = state.installations.find(({ name }) => name === app);
  if (installed && installed.manifest !== canonicalManifest(manifest)) {
    return planUpgrade(manifest, installed, state, answers);
  }
  const base = { operation: 'install', project: state.project, app, version: manifest.version ?? null } as const;
  if (installed) return { ...base, steps: [], questions: [], conflicts: [], warnings: [] };
  const providers = plannedProviders(manifest, answers);
  return {
    ...base,
    steps: [
      ...providers.map((provider): Step => ({ action: 'create-provider', provider })),
      ...bindingSteps(manifest),
      ...secretSteps(manifest, answers),
      recordInstallation(manifest, answers),
    ],
    questions: openQuestions(manifest, answers),
    conflicts: nameConflicts(providers, state),
    warnings: installWarnings(manifest, providers, state),
  };
}
