/** Chooses the client: a given one, else a client id metadata document, else a registered one. */
import { hint, type NextStep } from '../next-step.ts';
import { registerClient } from '../oauth/registration.ts';
import type { ServerMetadata } from '../oauth/server-metadata.ts';
import type { Fetch, Ports } from '../ports/index.ts';
import type { Provider, RedirectHost } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { clientSecretContext, registrationTokenContext } from '../tokens/associated-data.ts';
import { isOfCommandLine } from '../tokens/consent-client.ts';
import { withRegisteredBefore } from './registered-clients.ts';
import { type JournalPorts, journaled } from './registration-journal.ts';

export interface ClientWish {
  /** Undefined where the server publishes no metadata. */
  readonly server: ServerMetadata | undefined;
  /** For requests to the authorization server. */
  readonly fetch: Fetch;
  readonly redirectUri: string;
  /** The scopes that are about to be requested. */
  readonly scopes: readonly string[];
  /** The URL of our client id metadata document. */
  readonly clientMetadataUrl?: string;
  /** The target to type after `mcpctl connect`, once the provider is stored. */
  readonly name: string;
  /** Where a person gives a client that was registered by hand. */
  readonly byHand: NextStep;
}

/**
 * Returns the provider with a client.
 * @throws Refusal registration-unavailable, registration-refused
 */
export async function withClient(
  provider: Provider,
  wish: ClientWish,
  ports: JournalPorts & Pick<Ports, 'secrets'>,
): Promise<Provider> {
  const { server } = wish;
  if (provider.registration !== undefined && provider.registration.redirectUri !== wish.redirectUri) {
    const before = await withRegisteredBefore(provider, wish.redirectUri, ports);
    if (before) return isRegisteredFor(before, wish.scopes) ? before : withMoreScopes(before, wish, ports);
  }
  if (provider.clientId !== undefined && !mustRegisterAgain(provider, wish.redirectUri, ports.clock.now())) {
    return isRegisteredFor(provider, wish.scopes) ? provider : withMoreScopes(provider, wish, ports);
  }
  if (server?.clientIdMetadataDocument && wish.clientMetadataUrl !== undefined) {
    const { redirectUri } = wish;
    return { ...provider, clientId: wish.clientMetadataUrl, clientAuthMethod: 'none', registration: { redirectUri } };
  }
  const endpoint = server?.endpoints.registration;
  if (server === undefined || endpoint === undefined) throw unavailable(provider, wish);
  const entry = { project: provider.project, name: wish.name, endpoint };
  return journaled(entry, () => withRegisteredClient(provider, { ...wish, server }, ports), ports);
}

/** A client that is registered for fewer scopes gives way to a new one. It stays where the server registers no other. */
async function withMoreScopes(
  provider: Provider,
  wish: ClientWish,
  ports: JournalPorts & Pick<Ports, 'secrets'>,
): Promise<Provider> {
  const scopes = [...new Set([...(provider.registration?.scopes ?? []), ...wish.scopes])];
  try {
    return await withClient({ ...provider, clientId: undefined }, { ...wish, scopes }, ports);
  } catch (thrown) {
    const isRefused = thrown instanceof Refusal && /^registration-/.test(thrown.code);
    if (!isRefused) throw thrown;
    return provider;
  }
}

/** Whether the registered client may ask for these scopes, as far as is known. A given client may. */
export function isRegisteredFor({ registration }: Provider, scopes: readonly string[]): boolean {
  const { scopes: registered } = registration ?? {};
  return registered === undefined || scopes.every((scope) => registered.includes(scope));
}

async function withRegisteredClient(
  provider: Provider,
  { server, redirectUri, scopes, fetch, byHand }: ClientWish & { readonly server: ServerMetadata },
  { secrets }: Pick<Ports, 'secrets'>,
): Promise<Provider> {
  const registered = await registerClient(
    server,
    { redirectUri, scopes, clientType: provider.clientType, byHand },
    fetch,
  );
  const { clientId, clientSecret, method, clientSecretExpiresAt, registrationClientUri } = registered;
  const known: Provider = { ...provider, clientId, clientAuthMethod: method };
  const registration = { redirectUri, scopes: registered.scopes, clientSecretExpiresAt, registrationClientUri };
  const context = registrationTokenContext({ ...known, registration });
  const token = registered.registrationAccessToken;
  return {
    ...known,
    clientSecret: clientSecret && (await secrets.seal(clientSecret, clientSecretContext(known))),
    registration: { ...registration, registrationAccessToken: token && (await secrets.seal(token, context)) },
  };
}

/** Where to listen for a registered redirect URI. `localhost` may mean either address family (RFC 8252, section 8.3). */
export function redirectAddress(redirectUri: string): {
  readonly host: RedirectHost;
  readonly port: number;
} {
  const { hostname, port } = new URL(redirectUri);
  return { host: hostname === 'localhost' ? 'localhost' : '127.0.0.1', port: Number(port) };
}

/**
 * Whether the client can stay: a registration is valid for its redirect URI and until its secret expires. A given
 * client always stays.
 */
function mustRegisterAgain({ registration }: Provider, redirectUri: string, now: number): boolean {
  if (registration === undefined) return false;
  const { clientSecretExpiresAt = Number.POSITIVE_INFINITY } = registration;
  return registration.redirectUri !== redirectUri || clientSecretExpiresAt <= now;
}

function unavailable(provider: Provider, { name, redirectUri, byHand }: ClientWish): Refusal {
  return new Refusal('registration-unavailable', {
    what: `${name} needs a client id.`,
    why: `${provider.issuer ?? 'The authorization server'} registers no clients by itself.`,
    hint: isOfCommandLine(redirectUri)
      ? hint`Register a native client there with the redirect URI http://127.0.0.1/callback (any port; or ${redirectUri} with --port), then: ${byHand}. If it takes only localhost, register http://localhost/callback, and add ${{ do: 'give', field: 'redirect_host' }}`
      : hint`Register a client there with the redirect URI ${redirectUri}, and give its id: ${byHand}`,
    details: { redirect_uri: redirectUri, issuer: provider.issuer },
  });
}
