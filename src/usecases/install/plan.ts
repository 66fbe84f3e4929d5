/** `plan`: what `install` would do, and what it would ask. */
import { planInstall } from '../../plan/install.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Ports, Scope } from '../../ports/index.ts';
import { type GivenAnswers, plannable } from '../../providers/given-answers.ts';
import type { LoadedManifest } from './load-manifest.ts';
import { readProject } from './project-state.ts';

/** Asks nothing and reads no secret. */
export async function plan(
  { manifest }: LoadedManifest,
  given: GivenAnswers,
  { project }: Pick<Scope, 'project'>,
  ports: Pick<Ports, 'state'>,
): Promise<Plan> {
  const state = await ports.state.read((tables) => readProject(project, tables));
  return planInstall(manifest, state, plannable(given));
}
