/** The state from which a plan is made: everything in the project. */
import type { Connection, Installation, Provider, Server } from '../records.ts';

export interface ProjectState {
  readonly project: string;
  readonly installations: readonly Installation[];
  readonly providers: readonly Provider[];
  readonly connections: readonly Connection[];
  /** Those made by hand. */
  readonly servers: readonly Server[];
}

export function emptyProject(project: string): ProjectState {
  return { project, installations: [], providers: [], connections: [], servers: [] };
}

/** Returns the providers that an installation has created, which are deleted with it. */
export function providersOf(installation: Installation, { providers }: ProjectState): Provider[] {
  return providers.filter(({ installationId }) => installationId === installation.id);
}
