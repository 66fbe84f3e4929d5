/**
 * Writes down that a client is going to be registered, so that a crash leaves no registration that is unknown here. The
 * entry is deleted in the transaction that keeps the client.
 */
import type { Ports, Tables } from '../ports/index.ts';
import type { PendingRegistration, Provider } from '../records.ts';
import { Refusal } from '../refusal.ts';

export type JournalPorts = Pick<Ports, 'state' | 'identifiers' | 'clock'>;

/**
 * Writes one entry before the request and one with the registered client.
 * @throws what `register` throws
 */
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

/** Deletes the entry, in the transaction that keeps the client. */
export async function settleRegistration({ id, project, clientId }: Provider, tables: Tables): Promise<void> {
  for (const pending of await tables.registrations.list(project)) {
    const { provider } = pending;
    if (provider?.id === id && provider.clientId === clientId) await tables.registrations.remove(pending.id);
  }
}

const NOTHING_MADE: readonly string[] = ['registration-refused', 'server-unreachable', 'address-refused'];

/** Whether the server may have registered a client: after a timeout that is unknown. */
function madeNothing(thrown: unknown): boolean {
  return thrown instanceof Refusal && NOTHING_MADE.includes(thrown.code);
}
