/** Projects, the tenants of a server. Whoever holds the master key has all of them, a person those that it is in. */
import type { Caller } from '../../identity/caller.ts';
import type { Ports, Tables } from '../../ports/index.ts';
import type { Project } from '../../records-of-callers.ts';
import { checkName, nameTaken, notFound } from './names.ts';

export interface ListedProject {
  readonly name: string;
  /** Absent for one that came into being when something was put into it. */
  readonly createdAt?: number;
}

/**
 * A person who makes a project is its first owner.
 * @throws Refusal `name-taken`, `input-invalid`
 */
export async function createProject(
  { name }: { readonly name: string },
  caller: Caller,
  { state, clock }: Pick<Ports, 'state' | 'clock'>,
): Promise<Project> {
  checkName(name, 'project');
  const project: Project = { name, createdAt: clock.now() };
  return state.write(async (tables) => {
    if ((await tables.projects()).includes(name)) throw nameTaken(name, 'project');
    await tables.projectRows.save(project);
    const person = personOf(caller);
    if (person !== undefined) {
      const { createdAt } = project;
      await tables.people.save({ project: name, name: person, role: 'owner', agents: [], createdAt });
    }
    return project;
  });
}

/** Returns the projects that the caller may know of. */
export function listProjects(caller: Caller, { state }: Pick<Ports, 'state'>): Promise<ListedProject[]> {
  return state.read(async (tables) => {
    const made = new Map((await tables.projectRows.list()).map((project) => [project.name, project]));
    const names = new Set([...(await tables.projects()), caller.project]);
    const listed: ListedProject[] = [];
    for (const name of [...names].sort()) {
      if (await mayAdminister(name, caller, tables)) listed.push(made.get(name) ?? { name });
    }
    return listed;
  });
}

/** @throws Refusal `not-found`, the same for one that the caller may not know of */
export async function checkAdministers(name: string, caller: Caller, tables: Tables): Promise<void> {
  const isThere = (await tables.projects()).includes(name);
  if (!isThere || !(await mayAdminister(name, caller, tables))) throw notFound(name, 'project');
}

/** The right was asked about the project of the caller. Of another one, its owners decide. */
async function mayAdminister(name: string, caller: Caller, tables: Tables): Promise<boolean> {
  if (caller.isOperator || name === caller.project) return true;
  const person = personOf(caller);
  return person !== undefined && (await tables.people.find(name, person))?.role === 'owner';
}

/** The name of the person whose login this is. */
function personOf({ proof, principal }: Caller): string | undefined {
  return proof?.kind === 'login' ? principal.subject : undefined;
}
