/** Deletes a registered client: RFC 7592, section 2.3. */
import type { Fetch } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import type { Secret } from '../secret.ts';

/** The outcome: section 2.3 lets a server answer 405 when it deletes no clients. */
export type RegistrationDeletion = 'deleted' | 'unsupported';

/**
 * Asks the server to delete the client.
 * @throws Refusal server-error for any other response, and what the network throws
 */
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
