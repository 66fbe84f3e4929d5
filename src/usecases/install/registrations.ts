/** The clients that were registered for providers which a plan is about to delete. */
import type { Plan } from '../../plan/plan.ts';
import type { ProjectState } from '../../plan/state.ts';
import type { Ports } from '../../ports/index.ts';
import { clientsOf } from '../../providers/forget-registration.ts';
import type { Provider } from '../../records.ts';

/** Read before the plan is applied, and deleted at their servers after the tokens, whose revocation needs them. */
export async function clientsToForget(
  plan: Plan,
  { providers }: ProjectState,
  ports: Pick<Ports, 'state'>,
): Promise<Provider[]> {
  const clients: Provider[] = [];
  for (const step of plan.steps) {
    const provider = step.action === 'delete-provider' && providers.find(({ name }) => name === step.provider_name);
    if (provider && provider.registration !== undefined) clients.push(...(await clientsOf(provider, ports)));
  }
  return clients;
}
