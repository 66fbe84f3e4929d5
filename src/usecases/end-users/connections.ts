/** How somebody stands with servers: the accounts that are connected, and the consents that are under way. */
import type { Ports, Scope } from '../../ports/index.ts';
import type { ToolServer } from '../../targets.ts';
import { statusOfServers, type TargetStatus } from '../../tools/connection-status.ts';
import { type ConnectionWord, connectionWord } from '../../tools/connection-word.ts';
import { serversUnderWay } from '../connect/hosted/consents-under-way.ts';

export interface ServerConnection {
  readonly server: ToolServer;
  readonly status: TargetStatus;
  readonly word: ConnectionWord;
  /** Whether it needs an account of each person. */
  readonly isPersonal: boolean;
}

export async function connectionsWith(
  servers: readonly ToolServer[],
  scope: Scope,
  ports: Pick<Ports, 'state' | 'clock'>,
): Promise<readonly ServerConnection[]> {
  const statuses = await statusOfServers(servers, scope, ports);
  const underWay = await serversUnderWay(scope, ports);
  return servers.flatMap((server) => {
    const status = statuses.find(({ target }) => target === server.name);
    if (status === undefined) return [];
    return { server, status, word: connectionWord(status, underWay.has(server.name)), isPersonal: isPersonal(server) };
  });
}

/** The others are used with a credential of the project, or with none. */
export function isPersonal({ access }: ToolServer): boolean {
  if (access.via === 'discovery') return true;
  return access.via === 'provider' && access.provider.grantType === 'authorization_code';
}
