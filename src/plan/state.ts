/** The state from which a plan is made: everything in the project. */
import type { Connection, Installation, Provider } from '../records.ts';

export interface ProjectState {
  readonly project: string;
  readonly installations: readonly Installation[];
  readonly providers: readonly Provider[];
  readonly connections: readonly Connection[];
}

export function emptyProject(project: string): ProjectState {
  return { project, installations: [], providers: [], connections: [] };
}

/** Returns the providers that an installation has created, which are deleted with it. */
export function providersOf(installation: Installation, { providers }: ProjectState): Provider[] {
  return providers.filter(({ installationId }) => installationId === installation.id);
}
