/** Tries a client that asks in its own name (client credentials), before it is stored. Stores nothing. */
import { clientCredentials } from '../oauth/grants.ts';
import { selectScopes } from '../oauth/scopes.ts';
import type { Ports } from '../ports/index.ts';
import type { Provider } from '../records.ts';
import type { Secret } from '../secret.ts';
import type { ToolServer } from '../targets.ts';
import { oauthClient } from '../tokens/oauth-client.ts';
import { applyDiscovery } from './apply-discovery.ts';
import { discoverProvider } from './discover-provider.ts';
import { resealed } from './keep-provider.ts';

/**
 * Returns a token for the server. Undefined where tokens must be bound to a key, which only a connection has.
 *
 * @throws what discovery and the token endpoint refuse.
 */
export async function tryClient(
  { provider, server }: { readonly provider: Provider; readonly server: ToolServer },
  ports: Pick<Ports, 'network' | 'clock' | 'progress' | 'secrets'>,
): Promise<Secret | undefined> {
  const { first, resources } = await discoverProvider({ provider, servers: [server], name: server.name }, ports);
  const discovered = first ? await resealed(provider, applyDiscovery(provider, first), ports.secrets) : provider;
  if (discovered.dpop) return undefined;
  const scopes = selectScopes({
    configured: discovered.scopes.filter(({ origin }) => origin !== 'discovered').map(({ scope }) => scope),
    challenged: [],
    resourceSupports: first?.resource?.scopesSupported,
    serverSupports: first?.server.scopesSupported,
  });
  const client = await oauthClient(discovered, ports);
  const { fetch } = ports.network.towards(server.url);
  const resource = discovered.resourceParameter === 'omit' ? '' : (resources[0]?.resource ?? '');
  return (await clientCredentials(client, { resource, scopes }, fetch)).accessToken;
}
