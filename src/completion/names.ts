/** What there is to name in a project, for completion in a shell. */
import type { Ports } from '../ports/index.ts';

export interface Names {
  readonly projects: readonly string[];
  readonly apps: readonly string[];
  readonly providers: readonly string[];
  /** Whatever `connect`, `token` and the like take: collections, apps/collections, providers and servers. */
  readonly targets: readonly string[];
}

/** In one transaction. */
export function namesIn(project: string, { state }: Pick<Ports, 'state'>): Promise<Names> {
  return state.read(async (tables) => {
    const installations = await tables.installations.list(project);
    const providers = (await tables.providers.list(project)).map(({ name }) => name);
    const servers = (await tables.servers.list(project)).map(({ name }) => name);
    const collections = installations.flatMap(({ name, collections }) =>
      collections.flatMap(({ id }) => [id, `${name}/${id}`]),
    );
    return {
      projects: await tables.projects(),
      apps: installations.map(({ name }) => name),
      providers,
      targets: [...new Set([...collections, ...providers, ...servers])],
    };
  });
}
