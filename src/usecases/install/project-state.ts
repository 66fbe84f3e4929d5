/** Everything that a plan looks at, in one transaction. */
import { hint } from '../../next-step.ts';
import type { ProjectState } from '../../plan/state.ts';
import type { Tables } from '../../ports/index.ts';
import type { Installation } from '../../records.ts';
import { Refusal } from '../../refusal.ts';

/** The same without anybody's connections, for what looks at apps alone. */
export async function readApps(project: string, tables: Tables): Promise<ProjectState> {
  return {
    project,
    installations: await tables.installations.list(project),
    providers: await tables.providers.list(project),
    connections: [],
    servers: await tables.servers.list(project),
  };
}

export async function readProject(project: string, tables: Tables): Promise<ProjectState> {
  return { ...(await readApps(project, tables)), connections: await tables.connections.list(project) };
}

/** @throws Refusal `app-unknown` */
export function installationNamed(name: string, { installations }: Pick<ProjectState, 'installations'>): Installation {
  const found = installations.find((installation) => installation.name === name);
  if (found) return found;
  const names = installations.map((installation) => installation.name);
  throw new Refusal('app-unknown', {
    what: `There is no installed app called "${name}".`,
    why: names.length === 0 ? 'Nothing is installed in this project.' : `This project has ${names.join(', ')}.`,
    hint:
      names.length === 0
        ? hint`Install one: ${{ do: 'install', give: ['file'] }}`
        : hint`See ${{ do: 'list', what: 'app' }}`,
    details: { installed: names },
  });
}
