/** `uninstall`: everything that the app brought goes, after its tokens were revoked where that is possible. */
import { confirmationFor, type Given, type Needs } from '../../plan/needs.ts';
import { planUninstall } from '../../plan/uninstall.ts';
import type { Ports, Scope } from '../../ports/index.ts';
import { draftPlan } from './draft-plan.ts';
import { installationNamed, readProject } from './project-state.ts';
import { type AppliedPlan, applyDraft } from './run-plan.ts';

export interface UninstallInput {
  readonly app: string;
}

/**
 * Returns the plan until its digest is given.
 *
 * @throws Refusal `app-unknown`, `plan-stale`.
 */
export async function uninstall(
  input: UninstallInput & Given,
  { project }: Pick<Scope, 'project'>,
  ports: Pick<Ports, 'state' | 'secrets' | 'network' | 'progress' | 'clock'>,
): Promise<AppliedPlan | Needs> {
  const state = await ports.state.read((tables) => readProject(project, tables));
  const draft = draftPlan(state, (now) => planUninstall(installationNamed(input.app, now), now));
  const needs = await confirmationFor([{ kind: 'plan-applied', plan: draft.plan }], input);
  return needs ?? applyDraft(draft, { providers: new Map() }, ports);
}
