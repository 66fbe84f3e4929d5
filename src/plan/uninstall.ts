/** Everything that goes when an app goes. */
import type { Installation } from '../records.ts';
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
  const providers = providersOf(installation, state);
  return [
    ...providers.flatMap(({ id, name }): Step[] => [
      ...state.connections
        .filter(({ providerId }) => providerId === id)
        .map(({ user }): Step => ({ action: 'revoke-connection', provider_name: name, user })),
      { action: 'delete-provider', provider_name: name },
    ]),
    { action: 'delete-installation', app: installation.name },
  ];
}
