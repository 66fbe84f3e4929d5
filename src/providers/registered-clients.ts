/** The clients of a provider as rows: one for each redirect URI, so that a consent over one ends none over another. */
import type { Ports, Tables } from '../ports/index.ts';
import type { ClientRegistration, Provider } from '../records.ts';
import { isOfCommandLine, isSameClient, isSameRedirection } from '../tokens/consent-client.ts';

/**
 * Returns the provider with the client that was registered for the redirect URI before. Undefined where there is none, where
 * its secret has expired, or where it belongs to another authorization server than the provider has now.
 */
export async function withRegisteredBefore(
  provider: Provider,
  redirectUri: string,
  { state, clock }: Pick<Ports, 'state' | 'clock'>,
): Promise<Provider | undefined> {
  const row = await state.read((tables) => tables.clientRegistrations.find(provider.id, redirectUri));
  if (row?.registration === undefined) return undefined;
  const { clientId, clientSecret, clientAuthMethod, registration } = row;
  const next: Provider = { ...provider, clientId, clientSecret, clientAuthMethod, registration };
  const { clientSecretExpiresAt = Number.POSITIVE_INFINITY } = registration;
  return isSameClient(row, next) && clientSecretExpiresAt > clock.now() ? next : undefined;
}

/** Returns what a client of the provider is registered with for the command line of this machine. */
export async function loopbackRegistration(
  { id, registration }: Provider,
  { state }: Pick<Ports, 'state'>,
): Promise<ClientRegistration | undefined> {
  const rows = await state.read((tables) => tables.clientRegistrations.ofProvider(id));
  const all = [registration, ...rows.map((row) => row.registration)];
  return all.find((each) => each && isOfCommandLine(each.redirectUri));
}

/** Keeps the client of before, unless the one of now takes its place. */
export async function keepRegistrations(before: Provider, now: Provider, tables: Tables): Promise<void> {
  const [former, { redirectUri } = {}] = [before.registration?.redirectUri, now.registration];
  if (former !== undefined) {
    if (redirectUri !== undefined && isSameRedirection(former, redirectUri)) {
      await tables.clientRegistrations.remove(before.id, former);
    } else await tables.clientRegistrations.save(before, former);
  }
  if (redirectUri !== undefined) await tables.clientRegistrations.save(now, redirectUri);
}

/** Whether a consent can come back to this client again. */
export async function isRegistrationKept({ id, clientId, registration }: Provider, tables: Tables): Promise<boolean> {
  if (registration === undefined) return false;
  const row = await tables.clientRegistrations.find(id, registration.redirectUri);
  return row?.clientId === clientId;
}
