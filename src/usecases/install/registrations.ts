/** Takes back the clients that were registered for providers which a plan is about to delete. */
import type { Plan } from '../../plan/plan.ts';
import type { ProjectState } from '../../plan/state.ts';
import type { Ports } from '../../ports/index.ts';
import { type ForgottenClient, forgetClient } from '../../providers/forget-registration.ts';

/** After the tokens, whose revocation needs the client. What a server refuses is told and stops nothing. */
export async function forgetClients(
  plan: Plan,
  { providers }: ProjectState,
  ports: Pick<Ports, 'state' | 'secrets' | 'network' | 'progress'>,
): Promise<ForgottenClient[]> {
  const forgotten: ForgottenClient[] = [];
  for (const step of plan.steps) {
    const provider = step.action === 'delete-provider' && providers.find(({ name }) => name === step.provider_name);
    if (!provider || provider.registration === undefined) continue;
    ports.progress.step(`Deleting the client of ${provider.name}`);
    forgotten.push(...(await forgetClient(provider, ports)));
  }
  ports.progress.done();
  return forgotten;
}
