/** Finds names that are taken, so that nothing of another owner is replaced. */
import { hint, type NextStep } from '../next-step.ts';
import type { Installation, Provider } from '../records.ts';
import type { Conflict, PlannedProvider } from './plan.ts';
import type { ProjectState } from './state.ts';

/** Returns the providers whose name exists and does not belong to this installation (`own`, for an installed app). */
export function nameConflicts(
  planned: readonly PlannedProvider[],
  { providers, installations }: ProjectState,
  own?: Installation,
): Conflict[] {
  const existingNamed = new Map(providers.map((provider) => [provider.name, provider]));
  return planned.flatMap(({ name }) => {
    const existing = existingNamed.get(name);
    if (!existing || (own && existing.installationId === own.id)) return [];
    const holder = installations.find(({ id }) => id === existing.installationId);
    const removal: NextStep = holder ? { do: 'uninstall', app: holder.name } : { do: 'delete', what: 'provider', name };
    return [
      {
        provider_name: name,
        held_by: heldBy(existing, holder),
        ways_out: [
          'Give the provider another name in the manifest (oauth_config.name, or name of the oauth_providers entry).',
          holder ? hint`Uninstall the app that has it: ${removal}` : hint`Delete the provider that has it: ${removal}`,
        ],
        next_step: removal,
      },
    ];
  });
}

function heldBy(provider: Provider, holder: Installation | undefined): string {
  if (holder) return `the app ${holder.name}`;
  return provider.origin === 'manual' ? 'a provider made by hand' : 'a provider that connect discovered';
}
