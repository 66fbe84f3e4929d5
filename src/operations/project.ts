/** Projects: the tenants of a server. */
import { deletedProjectDocument, projectDocument } from '../documents/project.ts';
import type { Project } from '../records-of-callers.ts';
import { type DeletedProject, deleteProject } from '../usecases/access/delete-project.ts';
import { createProject, type ListedProject, listProjects } from '../usecases/access/project.ts';
import type { Operation } from './operation.ts';

interface Named {
  readonly name: string;
}

const common = { right: 'project.administer', subject: () => ({ kind: 'project' }) as const, secrets: [] } as const;

export const projectCreate: Operation<Named, Project> = {
  ...common,
  name: 'project.create',
  effect: 'changes',
  where: { command: 'project create', route: { method: 'POST', path: '/api/v1/projects' }, remote: true },
  run: (input, { caller, ports }) => createProject(input, caller, ports),
  document: projectDocument,
};

export const projectList: Operation<object, { readonly projects: readonly ListedProject[] }> = {
  ...common,
  name: 'project.list',
  effect: 'reads',
  where: { command: 'project list', route: { method: 'GET', path: '/api/v1/projects' }, remote: true },
  run: async (_input, { caller, ports }) => ({ projects: await listProjects(caller, ports) }),
  document: ({ projects }) => ({ projects: projects.map(projectDocument) }),
};

export const projectDelete: Operation<Named, DeletedProject> = {
  ...common,
  name: 'project.delete',
  effect: 'goes-out',
  where: { command: 'project delete', route: { method: 'DELETE', path: '/api/v1/projects/{name}' }, remote: true },
  run: (input, { caller, ports }) => deleteProject(input, caller, ports),
  document: deletedProjectDocument,
};
