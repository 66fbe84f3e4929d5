/** Takes back a consent that may be somebody else's. */
import type { Ports } from '../../ports/index.ts';
import type { Connection } from '../../records.ts';
import { endConnection, revokeEnded } from '../../tokens/revocations.ts';
import type { ConnectAttempt } from './input.ts';

/** The connection that an attempt would replace. */
export function connectionIn(
  { request, scope }: ConnectAttempt,
  { state }: Pick<Ports, 'state'>,
): Promise<Connection | undefined> {
  return state.read((tables) => tables.connections.find(request.provider.id, scope.user));
}

/** Revokes and deletes the connection that has come since. One from before stays. */
export async function discardSince(
  before: Connection | undefined,
  attempt: ConnectAttempt,
  ports: Pick<Ports, 'state' | 'secrets' | 'network' | 'clock'>,
): Promise<void> {
  const connection = await connectionIn(attempt, ports);
  if (connection === undefined || connection.connectedAt === before?.connectedAt) return;
  const { state, clock } = ports;
  const ended = await state.write(async (tables) => {
    const provider = await tables.providers.get(connection.providerId);
    return provider ? [await endConnection(connection, provider, { tables, clock })] : [];
  });
  await revokeEnded(ended, ports);
}
