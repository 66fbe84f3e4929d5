/** Which connection a user's requests use. */
import type { Tables } from '../ports/index.ts';
import type { Connection, Provider } from '../records.ts';

/**
 * The user's own; for a provider that asks in its own name (client credentials) that of the project, whoever got it: nobody
 * consents there, so there is nothing that belongs to a person.
 */
export async function connectionOf(
  { id, grantType }: Pick<Provider, 'id' | 'grantType'>,
  user: string,
  { connections }: Pick<Tables, 'connections'>,
): Promise<Connection | undefined> {
  const own = await connections.find(id, user);
  if (grantType !== 'client_credentials' || own?.status === 'connected') return own;
  const all = await connections.ofProvider(id);
  return all.find(({ status }) => status === 'connected') ?? own ?? all[0];
}
