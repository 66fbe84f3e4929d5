/** What a plan looks at: everything that the project has. */
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

/** The providers that an installation made and takes along. */
export function providersOf(installation: Installation, { providers }: ProjectState): Provider[] {
  return providers.filter(({ installationId }) => installationId === installation.id);
}
