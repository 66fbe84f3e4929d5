/** Plans the uninstallation of an app. */
import type { Installation, Provider } from '../records.ts';
import type { Plan, Step } from './plan.ts';
import { type ProjectState, providersOf } from './state.ts';

/** Deletes the providers that the installation created, with their connections. Providers made by hand stay. */
export function planUninstall(installation: Installation, state: ProjectState): Plan {
  return {
    operation: 'uninstall',
    project: state.project,
    app: installation.name,
    version: installation.version ?? null,
    steps: removalSteps(installation, state),
    questions: [],
    conflicts: [],
    warnings: [],
  };
}

/** Deletes connections before their provider, and providers before their installation. */
export function removalSteps(installation: Installation, state: ProjectState): Step[] {
  return [
    ...providersOf(installation, state).flatMap((provider) => providerRemoval(provider, state)),
    { action: 'delete-installation', app: installation.name },
  ];
}

export function providerRemoval(provider: Provider, state: ProjectState): Step[] {
  return [...revocations(provider, state), { action: 'delete-provider', provider_name: provider.name }];
}

/** Returns one step for the connection of each user. */
export function revocations({ id, name }: Provider, { connections }: ProjectState): Step[] {
  return connections
    .filter(({ providerId }) => providerId === id)
    .map(({ user }) => ({ action: 'revoke-connection', provider_name: name, user }));
}
