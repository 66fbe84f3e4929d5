/** Deletes a client that was registered for us, where its server allows that (RFC 7592). */
import { canParseUrl } from '../can-parse-url.ts';
import { deleteRegistration, type RegistrationDeletion } from '../oauth/registration-deletion.ts';
import type { Ports, Tables } from '../ports/index.ts';
import type { Provider } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { registrationTokenContext } from '../tokens/associated-data.ts';

export type ForgottenRegistration = RegistrationDeletion | { readonly failed: string };

export interface ForgottenClient {
  readonly providerName: string;
  readonly clientId: string;
  readonly outcome: ForgottenRegistration;
}

/**
 * Returns undefined where no client was registered. It never throws a refusal: the caller goes on and reports the
 * outcome.
 */
export async function forgetRegistration(
  provider: Provider,
  { secrets, network }: Pick<Ports, 'secrets' | 'network'>,
): Promise<ForgottenRegistration | undefined> {
  const { registration, endpoints, issuer, clientId } = provider;
  // A client id that is a URL is a metadata document, and was never registered.
  if (registration === undefined || clientId?.startsWith('https:')) return undefined;
  const { registrationClientUri: uri, registrationAccessToken: token } = registration;
  const home = endpoints.registration?.value ?? issuer;
  if (uri === undefined || token === undefined || home === undefined || !isSameOrigin(uri, home)) return 'unsupported';
  try {
    const secret = await secrets.open(token, registrationTokenContext(provider));
    return await deleteRegistration(uri, secret, network.towards(home).fetch);
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return { failed: thrown.why ? `${thrown.message} ${thrown.why}` : thrown.message };
  }
}

/** All clients of a provider that is about to be deleted. */
export function clientsOf(provider: Provider, { state }: Pick<Ports, 'state'>): Promise<Provider[]> {
  return state.read((tables) => clientsAmong(provider, tables));
}

/** The same within a transaction. */
export async function clientsAmong(
  provider: Provider,
  { clientRegistrations }: Pick<Tables, 'clientRegistrations'>,
): Promise<Provider[]> {
  const others = await clientRegistrations.ofProvider(provider.id);
  return [provider, ...others.filter(({ clientId }) => clientId !== provider.clientId)];
}

/** The same for all clients of a deleted provider, after its tokens were revoked. Names each client as well. */
export async function forgetClients(
  clients: readonly Provider[],
  ports: Pick<Ports, 'secrets' | 'network'>,
): Promise<ForgottenClient[]> {
  const forgotten: ForgottenClient[] = [];
  for (const each of clients) {
    const outcome = await forgetRegistration(each, ports);
    if (outcome && each.clientId !== undefined) {
      forgotten.push({ providerName: each.name, clientId: each.clientId, outcome });
    }
  }
  return forgotten;
}

/** A registration token is sent only to the server that issued it. */
function isSameOrigin(uri: string, home: string): boolean {
  return canParseUrl(uri) && new URL(uri).origin === new URL(home).origin;
}
