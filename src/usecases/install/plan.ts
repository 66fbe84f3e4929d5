/** `plan`: what `install` would do, and what it would ask. */
import { planInstall } from '../../plan/install.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Answers } from '../../plan/questions.ts';
import type { Ports, Scope } from '../../ports/index.ts';
import type { LoadedManifest } from './load-manifest.ts';
import { readProject } from './project-state.ts';

export interface PlanInput {
  readonly loaded: Pick<LoadedManifest, 'manifest'>;
  readonly answers: Answers;
}

/** Shows conflicts instead of refusing them, and reads no secret. */
export async function plan(
  { loaded, answers }: PlanInput,
  { project }: Pick<Scope, 'project'>,
  ports: Pick<Ports, 'state'>,
): Promise<Plan> {
  const state = await ports.state.read((tables) => readProject(project, tables));
  return planInstall(loaded.manifest, state, answers);
}
