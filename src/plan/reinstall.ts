/** Plans an uninstallation and an installation as one plan. */
import type { Manifest } from '../manifest/types.ts';
import type { Installation } from '../records.ts';
import { planInstall } from './install.ts';
import type { Plan } from './plan.ts';
import type { Answers } from './questions.ts';
import type { ProjectState } from './state.ts';
import { removalSteps } from './uninstall.ts';

/** The new installation is planned for the state after the uninstallation. */
export function planReinstall(
  manifest: Manifest,
  installation: Installation,
  state: ProjectState,
  answers: Answers,
): Plan {
  const without: ProjectState = {
    ...state,
    installations: state.installations.filter(({ id }) => id !== installation.id),
    providers: state.providers.filter(({ installationId }) => installationId !== installation.id),
  };
  const fresh = planInstall(manifest, without, answers);
  return { ...fresh, operation: 'reinstall', steps: [...removalSteps(installation, state), ...fresh.steps] };
}
