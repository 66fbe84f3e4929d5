/** Revokes, at their authorization servers, the tokens that a plan is about to delete. */
import type { Plan } from '../plan/plan.ts';
import type { ProjectState } from '../plan/state.ts';
import type { Ports } from '../ports/index.ts';
import { type Revocation, revokeConnection } from './revoke.ts';

export interface RevokedConnection {
  readonly providerName: string;
  readonly user: string;
  readonly outcome: Revocation;
}

/** Revokes one after the other, before the transaction. A refusal of a server is part of the result and stops nothing. */
export async function revokeConnections(
  plan: Plan,
  { providers, connections }: ProjectState,
  ports: Pick<Ports, 'state' | 'secrets' | 'network' | 'progress'>,
): Promise<RevokedConnection[]> {
  const revoked: RevokedConnection[] = [];
  for (const step of plan.steps) {
    if (step.action !== 'revoke-connection') continue;
    const provider = providers.find(({ name }) => name === step.provider_name);
    const connection = connections.find(({ providerId, user }) => providerId === provider?.id && user === step.user);
    if (!provider || !connection) continue;
    ports.progress.step(`Revoking the tokens of ${step.user} at ${provider.name}`);
    revoked.push({
      providerName: provider.name,
      user: step.user,
      outcome: await revokeConnection(connection, provider, ports),
    });
  }
  ports.progress.done();
  return revoked;
}
