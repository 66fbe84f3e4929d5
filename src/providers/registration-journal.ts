/**
 * What is written down before a client is registered, so that a crash leaves no registration that nobody knows of.
 * It is forgotten in the transaction that keeps the client.
 */
import type { Ports, Tables } from '../ports/index.ts';
import type { PendingRegistration, Provider } from '../records.ts';
import { Refusal } from '../refusal.ts';

export type JournalPorts = Pick<Ports, 'state' | 'identifiers' | 'clock'>;

/** Registers between two entries: that it was asked, and which client came of it. Throws what `register` throws. */
export async function journaled(
  entry: Pick<PendingRegistration, 'project' | 'name' | 'endpoint'>,
  register: () => Promise<Provider>,
  { state, identifiers, clock }: JournalPorts,
): Promise<Provider> {
  const asked: PendingRegistration = { id: identifiers.next(), askedAt: clock.now(), ...entry };
  await state.write((tables) => tables.registrations.save(asked));
  try {
    const provider = await register();
    await state.write((tables) => tables.registrations.save({ ...asked, provider }));
    return provider;
  } catch (thrown) {
    if (madeNothing(thrown)) await state.write((tables) => tables.registrations.remove(asked.id));
    throw thrown;
  }
}

/** The client is kept now: in the same transaction. */
export async function settleRegistration({ id, project, clientId }: Provider, tables: Tables): Promise<void> {
  for (const pending of await tables.registrations.list(project)) {
    const { provider } = pending;
    if (provider?.id === id && provider.clientId === clientId) await tables.registrations.remove(pending.id);
  }
}

const NOTHING_MADE: readonly string[] = ['registration-refused', 'server-unreachable', 'address-refused'];

/** After a timeout nobody knows. */
function madeNothing(thrown: unknown): boolean {
  return thrown instanceof Refusal && NOTHING_MADE.includes(thrown.code);
}
