/**
 * Ends connections: their rows go at once, in the transaction of whatever ends them, and rows that are as lasting take their
 * tokens. These are revoked afterwards, several at once. What a process leaves behind when it dies, any other revokes.
 */
import type { Ports, Tables } from '../ports/index.ts';
import type { Connection, PendingRevocation, Provider } from '../records.ts';
import { type Revocation, revokeTokens } from './revoke.ts';

export interface RevokedConnection {
  readonly providerName: string;
  readonly user: string;
  readonly outcome: Revocation;
}

export type RevocationPorts = Pick<Ports, 'state' | 'secrets' | 'network' | 'clock'>;

/** How many authorization servers are asked at the same time. */
const AT_ONCE = 16;

/** In milliseconds: for so long nobody else works on a row that a process has taken. */
const TURN = 60_000;

/** Deletes the connection, and keeps its tokens for `revokeEnded`. */
export async function endConnection(
  connection: Connection,
  provider: Provider,
  { tables, clock }: Pick<Ports, 'clock'> & { readonly tables: Tables },
): Promise<PendingRevocation> {
  const { id, project } = connection;
  // It may have been renewed since it was read.
  const found = await tables.connections.withTokens(provider.id, connection.user);
  const { connection: now = connection, tokens = [] } = found ?? {};
  const ended = { id, project, provider: now.formerProvider ?? provider, connection: now, tokens };
  // Ours for a while; later it belongs to whoever comes.
  if (isRevocable(ended)) await tables.revocations.save(ended, clock.now() + TURN);
  await tables.connections.remove(id);
  return ended;
}

export async function endConnections(
  connections: readonly Connection[],
  provider: Provider,
  by: Pick<Ports, 'clock'> & { readonly tables: Tables },
): Promise<PendingRevocation[]> {
  const ended: PendingRevocation[] = [];
  for (const connection of connections) ended.push(await endConnection(connection, provider, by));
  return ended;
}

/** Returns what became of each, in their order. A refusal of a server is part of the result and stops nothing. */
export async function revokeEnded(
  ended: readonly PendingRevocation[],
  ports: RevocationPorts,
): Promise<RevokedConnection[]> {
  const revoked: RevokedConnection[] = [];
  let next = 0;
  const work = async () => {
    for (let index = next++; index < ended.length; index = next++) {
      const row = ended[index];
      if (row) revoked[index] = await revokeOne(row, ports);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, ended.length) }, work));
  return revoked;
}

/** Revokes what processes that died have left behind. Returns how many there were. */
export async function revokeLeftBehind(ports: RevocationPorts): Promise<number> {
  const { state, clock } = ports;
  for (let count = 0; ; ) {
    const now = clock.now();
    const isAny = await state.read((tables) => tables.revocations.isDue(now));
    if (!isAny) return count;
    const taken = await state.write((tables) => tables.revocations.take({ now, until: now + TURN, most: AT_ONCE }));
    await revokeEnded(taken, ports);
    count += taken.length;
  }
}

async function revokeOne(row: PendingRevocation, ports: RevocationPorts): Promise<RevokedConnection> {
  const outcome = await revokeTokens(row, ports);
  if (isRevocable(row)) await ports.state.write((tables) => tables.revocations.remove(row.id));
  return { providerName: row.provider.name, user: row.connection.user, outcome };
}

function isRevocable({ provider }: PendingRevocation): boolean {
  return provider.endpoints.revocation !== undefined;
}
