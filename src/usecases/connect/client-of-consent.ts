/** The client that a pending consent was begun with. */
import type { OAuthClient } from '../../oauth/client.ts';
import { readDpopKey } from '../../oauth/dpop.ts';
import type { Fetch, Ports } from '../../ports/index.ts';
import { withRegisteredBefore } from '../../providers/registered-clients.ts';
import type { Provider } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import type { Secret } from '../../secret.ts';
import { type ToolServer, toolServersNamed, usersOf } from '../../targets.ts';
import { oauthClient } from '../../tokens/oauth-client.ts';
import type { PendingConsent } from './pending.ts';

export interface ClientOfConsent {
  readonly provider: Provider;
  readonly client: OAuthClient;
  readonly fetch: Fetch;
  /** The servers that the consent is for, as they are now. */
  readonly servers: readonly ToolServer[];
}

type ClientPorts = Pick<Ports, 'state' | 'secrets' | 'network' | 'clock'>;

/** Whether the client was registered dynamically. The address of a client id metadata document is no registration. */
export function isRegistered({ registration, clientId }: Provider): boolean {
  return registration !== undefined && !clientId?.startsWith('https://');
}

/** @throws Refusal `plan-stale` when the provider or a server is another one by now, or gone. */
export async function clientOfConsent(
  pending: PendingConsent,
  dpopKey: Secret | undefined,
  ports: ClientPorts,
): Promise<ClientOfConsent> {
  const provider = await providerOfConsent(pending, ports);
  const servers = await serversOfConsent(pending, provider, ports);
  const client = await oauthClient(provider, ports);
  const { fetch } = ports.network.towards(servers[0]?.url ?? String(client.server.token_endpoint));
  return { provider, client: dpopKey ? { ...client, dpop: await readDpopKey(dpopKey) } : client, fetch, servers };
}

/** The provider with the client of this consent, which need not be the one that it used last. */
async function providerOfConsent(pending: PendingConsent, ports: ClientPorts): Promise<Provider> {
  const { providerId, redirectUri } = pending;
  const now = await ports.state.read((tables) => tables.providers.get(providerId));
  const isOfOther = now?.registration !== undefined && now.registration.redirectUri !== redirectUri;
  const provider = now && isOfOther ? await withRegisteredBefore(now, redirectUri, ports) : now;
  if (provider === undefined || !isSameAsPending(provider, pending)) throw changed(pending);
  return provider;
}

function isSameAsPending({ clientId, issuer, endpoints, project }: Provider, pending: PendingConsent): boolean {
  return (
    project === pending.project &&
    clientId === pending.clientId &&
    issuer === pending.issuer &&
    endpoints.authorization?.value === pending.authorizationEndpoint &&
    endpoints.token?.value === pending.tokenEndpoint
  );
}

async function serversOfConsent(
  pending: PendingConsent,
  provider: Provider,
  { state }: Pick<Ports, 'state'>,
): Promise<ToolServer[]> {
  const names = pending.servers.map(({ name }) => name);
  const found = await state.read((tables) => toolServersNamed(names, pending.project, tables));
  const users = usersOf(provider, found);
  return pending.servers.map(({ name, url }) => {
    const server = users.find((each) => each.name === name && each.url === url);
    if (server === undefined) throw changed(pending);
    return { ...server, access: { via: 'provider', provider } };
  });
}

function changed({ name }: PendingConsent): Refusal {
  return new Refusal('plan-stale', {
    what: `${name} has changed since this consent began.`,
    why: 'Its address, its authorization server or its client is another one now, or it was deleted. No code was sent.',
    hint: 'Begin again.',
  });
}
