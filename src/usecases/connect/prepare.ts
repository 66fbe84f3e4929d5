/** Everything before the consent: discovery, its checks, the client, the scopes; the provider as it is then kept. */
import { chooseMethod } from '../../oauth/client-authentication.ts';
import { selectScopes } from '../../oauth/scopes.ts';
import type { ServerMetadata } from '../../oauth/server-metadata.ts';
import type { Ports, Scope } from '../../ports/index.ts';
import { applyDiscovery, checkPkce, describes } from '../../providers/apply-discovery.ts';
import { withClient } from '../../providers/client-registration.ts';
import type { ConsentRequest } from '../../providers/consent-request.ts';
import { discoverProvider, type ServerResource } from '../../providers/discover-provider.ts';
import { keepProvider } from '../../providers/keep-provider.ts';
import type { Connection, Provider } from '../../records.ts';
import type { ToolServer } from '../../targets.ts';
import { withClientSecret } from '../../tokens/client-secret.ts';
import { scopesToStepUp } from '../../tokens/step-up.ts';
import type { ConnectOptions } from './options.ts';

export type PreparationPorts = Pick<Ports, 'state' | 'secrets' | 'network' | 'clock' | 'identifiers' | 'progress'>;

export interface Preparation {
  readonly provider: Provider;
  /** Undefined when the endpoints were given and no metadata is about them. */
  readonly metadata?: ServerMetadata;
  readonly resources: readonly ServerResource[];
  /** The servers that use the provider, now that there is one. */
  readonly servers: readonly ToolServer[];
  readonly scopes: readonly string[];
  /** The connection from before; its tokens may belong to a former client. */
  readonly existing?: Connection;
}

export async function prepareConnect(
  request: ConsentRequest,
  options: ConnectOptions,
  redirectUri: string,
  { user }: Scope,
  ports: PreparationPorts,
): Promise<Preparation> {
  const { name } = request;
  ports.progress.step(`Asking ${name} where it gets its authorization`);
  const { first, resources } = await discoverProvider(request, ports);
  const before = withOptions(request.provider, options);
  const hydrated = first ? applyDiscovery(before, first) : before;
  const metadata = first && describes(first.server, before) ? first.server : undefined;
  checkPkce(hydrated, metadata, name);
  if (!hydrated.usePkce && hydrated.grantType === 'authorization_code') {
    ports.progress.warn(`${hydrated.name} is used without PKCE: the code is protected less.`);
  }

  const stored = await ports.state.read((tables) => tables.connections.find(hydrated.id, user));
  const scopes = selectScopes({
    configured: hydrated.scopes.filter(({ origin }) => origin !== 'discovered').map(({ scope }) => scope),
    challenged: first?.probe.requiresAuth === true ? scopesOf(first.probe.challenge?.parameters.get('scope')) : [],
    resourceSupports: first?.resource?.scopesSupported,
    serverSupports: metadata?.scopesSupported,
    additional: [...options.scopes, ...scopesToStepUp(stored)],
  });
  const leg = ports.network.towards(request.servers[0]?.url ?? hydrated.endpoints.token?.value ?? '');
  const given = await withGivenClient(hydrated, metadata, options, ports.secrets);
  const wish = { redirectUri, clientMetadataUrl: options.clientMetadataUrl, name };
  const complete = await withClient(given, metadata, wish, leg.fetch, ports);
  const authParams = { ...complete.authParams, ...options.authParams };
  const provider = await keepProvider({ ...complete, authParams }, request, ports);
  const existing = await ports.state.read((tables) => tables.connections.find(provider.id, user));
  const servers = request.servers.map((server) => ({ ...server, access: { via: 'provider', provider } as const }));
  return { provider, metadata, resources, servers, scopes, existing };
}

/** What a person said now counts more than what is stored; a client that they give replaces the one before. */
function withOptions(provider: Provider, { clientId, assertion }: ConnectOptions): Provider {
  const asked: Provider = assertion ? { ...provider, grantType: 'jwt_bearer', assertion } : provider;
  if (clientId === undefined) return asked;
  return {
    ...asked,
    clientId: undefined,
    clientSecret: undefined,
    clientAuthMethod: undefined,
    registration: undefined,
  };
}

/** `--client-id` and `--client-secret`, sealed for the endpoints that were just discovered. */
async function withGivenClient(
  provider: Provider,
  metadata: ServerMetadata | undefined,
  { clientId, clientSecret }: ConnectOptions,
  secrets: Ports['secrets'],
): Promise<Provider> {
  if (clientId === undefined) return provider;
  const client: Provider = { ...provider, clientId, clientIdFrom: 'installer' };
  if (clientSecret === undefined) return { ...client, clientAuthMethod: 'none' };
  const clientAuthMethod = chooseMethod(metadata?.tokenEndpointAuthMethods, 'confidential') ?? 'client_secret_basic';
  return withClientSecret({ ...client, clientAuthMethod }, clientSecret, { secrets });
}

function scopesOf(scope: string | undefined): string[] {
  return (scope ?? '').split(' ').filter(Boolean);
}
