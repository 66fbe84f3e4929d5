/** The targets of `connect --all`: every connection that a user must consent to, once for each provider. */
import type { Ports, Scope } from '../../ports/index.ts';
import { status } from '../../tools/connection-status.ts';

export async function unconnectedTargets(scope: Scope, ports: Pick<Ports, 'state' | 'clock'>): Promise<string[]> {
  const waiting = (await status(scope, ports)).filter(({ status }) => WAITING.has(status));
  return [...new Set(waiting.map(({ provider, target }) => provider?.name ?? target))];
}

const WAITING: ReadonlySet<string> = new Set(['not_connected', 'reconnect_needed', 'expiring']);
