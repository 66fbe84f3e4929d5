/** The targets of `connect --all`: every connection that a user must consent to, once for each provider. */
import type { Ports, Scope } from '../../ports/index.ts';
import { toolServers, wordForProvider } from '../../targets.ts';
import { status } from '../../tools/connection-status.ts';

export async function unconnectedTargets(scope: Scope, ports: Pick<Ports, 'state' | 'clock'>): Promise<string[]> {
  const waiting = (await status(scope, ports)).filter(
    ({ status, next }) => WAITING.has(status) || (status === 'no_authorization' && next?.do === 'connect'),
  );
  const servers = await toolServers(scope.project, ports.state);
  return [...new Set(waiting.map(({ provider, target }) => (provider ? wordForProvider(provider, servers) : target)))];
}

const WAITING: ReadonlySet<string> = new Set(['not_connected', 'reconnect_needed', 'expiring']);
