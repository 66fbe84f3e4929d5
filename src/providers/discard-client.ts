/** Deletes a client that was registered for something that did not come about. */
import type { Ports } from '../ports/index.ts';
import type { Provider } from '../records.ts';
import { forgetRegistration } from './forget-registration.ts';

/**
 * Does nothing for a client that something has kept. What the authorization server cannot delete now stays in the journal of
 * registrations, so that it is deleted later. It never throws a refusal of that server.
 */
export async function discardClient(
  provider: Provider | undefined,
  ports: Pick<Ports, 'state' | 'secrets' | 'network'>,
): Promise<void> {
  if (provider?.registration === undefined) return;
  const { id, project, clientId } = provider;
  const pending = await ports.state.read((tables) => tables.registrations.list(project));
  const entry = pending.find((each) => each.provider?.id === id && each.provider.clientId === clientId);
  if (entry === undefined) return;
  const outcome = await forgetRegistration(provider, ports);
  if (typeof outcome === 'string') await ports.state.write((tables) => tables.registrations.remove(entry.id));
}
