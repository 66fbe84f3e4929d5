/** `list` and `show`: what is installed. */
import type { Ports, Scope } from '../../ports/index.ts';
import type { Installation, Provider } from '../../records.ts';
import { installationNamed } from './project-state.ts';

/** The apps of the project, in order of installation. */
export function listInstallations(
  { project }: Pick<Scope, 'project'>,
  { state }: Pick<Ports, 'state'>,
): Promise<Installation[]> {
  return state.read((tables) => tables.installations.list(project));
}

export interface ShownApp {
  readonly installation: Installation;
  /** Those it is bound to, its own and those made by hand. */
  readonly providers: readonly Provider[];
}

/** @throws Refusal `app-unknown` */
export function showApp(
  name: string,
  { project }: Pick<Scope, 'project'>,
  { state }: Pick<Ports, 'state'>,
): Promise<ShownApp> {
  return state.read(async (tables) => {
    const found = await tables.installations.find(project, name);
    const installations = found ? [found] : await tables.installations.list(project);
    const installation = installationNamed(name, { installations });
    const names = new Set(installation.collections.map(({ oauthApp }) => oauthApp));
    const all = await tables.providers.list(project);
    return {
      installation,
      providers: all.filter((provider) => provider.installationId === installation.id || names.has(provider.name)),
    };
  });
}
