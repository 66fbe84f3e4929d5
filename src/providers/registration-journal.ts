/**
 * Writes down that a client is going to be registered, so that a crash leaves no registration that is unknown here. The
 * entry is deleted in the transaction that keeps the client.
 */
import type { Ports, Tables } from '../ports/index.ts';
import type { PendingRegistration, Provider } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { forgetRegistration } from './forget-registration.ts';

export type JournalPorts = Pick<Ports, 'state' | 'identifiers' | 'clock' | 'network' | 'secrets'>;

/** The network for a registration: it is heard to its end, so that a client that nobody waits for can be deleted. */
export function networkForRegistration({ network }: Pick<Ports, 'network'>): Ports['network'] {
  return network.lasting?.network ?? network;
}

/**
 * Writes one entry before the request and one with the registered client. Once nobody waits for the client any more, it is
 * deleted at its server as soon as that has made it.
 *
 * @throws what `register` throws, and Refusal `server-timeout` once nobody waits any more
 */
export async function journaled(
  entry: Pick<PendingRegistration, 'project' | 'name' | 'endpoint'>,
  register: () => Promise<Provider>,
  ports: JournalPorts,
): Promise<Provider> {
  const { state, identifiers, clock, network } = ports;
  const left = network.lasting?.left;
  if (left?.aborted) throw tooLate(entry);
  const asked: PendingRegistration = { id: identifiers.next(), askedAt: clock.now(), ...entry };
  await state.write((tables) => tables.registrations.save(asked));
  const registering = register();
  try {
    const provider = await (left ? untilLeft(registering, left, entry) : registering);
    await state.write((tables) => tables.registrations.save({ ...asked, provider }));
    return provider;
  } catch (thrown) {
    if (left?.aborted) void registering.then((provider) => undo({ ...asked, provider }, ports)).catch(() => {});
    if (madeNothing(thrown)) await state.write((tables) => tables.registrations.remove(asked.id));
    throw thrown;
  }
}

type Entry = Pick<PendingRegistration, 'endpoint'>;

function untilLeft(registering: Promise<Provider>, left: AbortSignal, entry: Entry): Promise<Provider> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(tooLate(entry));
    left.addEventListener('abort', leave, { once: true });
    registering.then(resolve, reject).finally(() => left.removeEventListener('abort', leave));
  });
}

/** What cannot be deleted now stays in the journal. */
async function undo(registration: PendingRegistration & { readonly provider: Provider }, ports: JournalPorts) {
  const { state, secrets } = ports;
  await state.write((tables) => tables.registrations.save(registration));
  const outcome = await forgetRegistration(registration.provider, { secrets, network: networkForRegistration(ports) });
  if (typeof outcome === 'string') await state.write((tables) => tables.registrations.remove(registration.id));
}

function tooLate({ endpoint }: Entry): Refusal {
  return new Refusal('server-timeout', {
    what: `${new URL(endpoint).host} registered no client in time.`,
    why: 'Nobody waits for it any more. A client that it still registers is deleted again.',
    hint: 'Try again. If it stays slow, ask whoever runs it.',
  });
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
