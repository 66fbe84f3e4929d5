/** Takes back a consent that may be somebody else's. */
import type { Ports } from '../../ports/index.ts';
import type { Connection } from '../../records.ts';
import { revokeConnection } from '../../tokens/revoke.ts';
import type { ConnectAttempt } from './input.ts';

/** The connection that an attempt would replace. */
export function connectionOf(
  { request, scope }: ConnectAttempt,
  { state }: Pick<Ports, 'state'>,
): Promise<Connection | undefined> {
  return state.read((tables) => tables.connections.find(request.provider.id, scope.user));
}

/** Revokes and deletes the connection that has come since. One from before stays. */
export async function discardSince(
  before: Connection | undefined,
  attempt: ConnectAttempt,
  ports: Pick<Ports, 'state' | 'secrets' | 'network'>,
): Promise<void> {
  const connection = await connectionOf(attempt, ports);
  if (connection === undefined || connection.connectedAt === before?.connectedAt) return;
  const provider = await ports.state.read((tables) => tables.providers.get(connection.providerId));
  if (provider) await revokeConnection(connection, provider, ports);
  await ports.state.write((tables) => tables.connections.remove(connection.id));
}
