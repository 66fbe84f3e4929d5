/** Everything that goes when an app goes. */
import type { Installation, Provider } from '../records.ts';
import type { Plan, Step } from './plan.ts';
import { type ProjectState, providersOf } from './state.ts';

/** The providers that the installation created, with their connections. Those made by hand stay. */
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

/** Connections before their provider, providers before their installation. */
export function removalSteps(installation: Installation, state: ProjectState): Step[] {
  return [
    ...providersOf(installation, state).flatMap((provider) => providerRemoval(provider, state)),
    { action: 'delete-installation', app: installation.name },
  ];
}

export function providerRemoval(provider: Provider, state: ProjectState): Step[] {
  return [...revocations(provider, state), { action: 'delete-provider', provider_name: provider.name }];
}

/** One step for each user's connection. */
export function revocations({ id, name }: Provider, { connections }: ProjectState): Step[] {
  return connections
    .filter(({ providerId }) => providerId === id)
    .map(({ user }) => ({ action: 'revoke-connection', provider_name: name, user }));
}
