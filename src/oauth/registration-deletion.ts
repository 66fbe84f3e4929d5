/** Deleting a client that was registered: RFC 7592, section 2.3. */
import type { Fetch } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import type { Secret } from '../secret.ts';

/** Whether there was anything to ask: section 2.3 lets a server answer 405 where it deletes no clients. */
export type RegistrationDeletion = 'deleted' | 'unsupported';

/** Refuses `server-error` for any other answer, and what the network refuses. */
export async function deleteRegistration(uri: string, token: Secret, fetch: Fetch): Promise<RegistrationDeletion> {
  const response = await fetch(uri, { method: 'DELETE', headers: { authorization: `Bearer ${token.reveal()}` } });
  await response.body?.cancel();
  if (response.ok) return 'deleted';
  if (response.status === 405 || response.status === 501) return 'unsupported';
  throw new Refusal('server-error', {
    what: `${new URL(uri).host} did not delete the client: status ${response.status}.`,
    why:
      response.status === 401 ? 'It does not know the client any more, or the token of its registration.' : undefined,
    hint: 'Delete the client in the settings of the provider.',
    details: { status: response.status },
  });
}
