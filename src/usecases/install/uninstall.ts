/** `uninstall`: everything that the app brought goes, after its tokens were taken back where that is possible. */
import type { Plan } from '../../plan/plan.ts';
import type { ProjectState } from '../../plan/state.ts';
import { planUninstall } from '../../plan/uninstall.ts';
import type { Scope } from '../../ports/index.ts';
import type { TerminalPorts } from '../../ports/person.ts';
import { approve } from '../../providers/confirm.ts';
import type { ForgottenClient } from '../../providers/forget-registration.ts';
import { type RevokedConnection, revokeConnections } from '../../tokens/revocations.ts';
import { applyPlan } from './apply.ts';
import { installationNamed, readProject } from './project-state.ts';
import { forgetClients } from './registrations.ts';

export interface UninstallResult {
  readonly plan: Plan;
  readonly revocations: readonly RevokedConnection[];
  readonly forgottenClients: readonly ForgottenClient[];
}

/** Refuses `app-unknown`, `confirmation-missing`, `interrupted`, `plan-stale`. */
export async function uninstall(
  app: string,
  show: (plan: Plan) => void,
  { project }: Pick<Scope, 'project'>,
  ports: Pick<TerminalPorts, 'state' | 'secrets' | 'network' | 'prompts' | 'progress'>,
): Promise<UninstallResult> {
  const state = await ports.state.read((tables) => readProject(project, tables));
  const replan = (now: ProjectState) => planUninstall(installationNamed(app, now), now);
  const plan = replan(state);
  show(plan);
  await approve(plan, ports.prompts);
  const revocations = await revokeConnections(plan, state, ports);
  const forgottenClients = await forgetClients(plan, state, ports);
  await applyPlan({ plan, prepared: { providers: new Map() }, before: state, replan }, ports);
  return { plan, revocations, forgottenClients };
}
