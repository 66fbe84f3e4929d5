/** The status of every connection of a user: until when, with which scopes, and what to do. Reads the state and sends no request. */

import { type NextStep, stepsOf } from '../next-step.ts';
import type { Ports, Scope, Tables } from '../ports/index.ts';
import type { AccessToken, Connection, Provider, ServerFailure } from '../records.ts';
import { type ToolServer, toolServersIn, wordForProvider } from '../targets.ts';
import { connectionOf } from '../tokens/connection-of.ts';
import { isReplaced } from '../tokens/consent-client.ts';
import { scopesToStepUp } from '../tokens/step-up.ts';
import { type TokenWish, tokenFor, tokenStatus } from '../tokens/token-status.ts';
import { changedTools } from './pinned-tools.ts';
import { adviceOn } from './server-health.ts';

export type ConnectionStatus =
  | 'connected'
  /** The access token expires within a minute, or has expired, and cannot be renewed. */
  | 'expiring'
  | 'not_connected'
  | 'reconnect_needed'
  /** `oauth_app` names a provider that does not exist. */
  | 'provider_missing'
  | 'api_key_stored'
  | 'api_key_missing'
  /** A fixed bearer token of a server made by hand. */
  | 'token_stored'
  | 'no_authorization';

export interface TargetStatus {
  /** `app/collection`, a server, or a provider that nothing uses. */
  readonly target: string;
  readonly url?: string;
  readonly provider?: Provider;
  readonly user: string;
  readonly status: ConnectionStatus;
  readonly connection?: Connection;
  /** When the access token expires, in milliseconds since 1970. Where `renewable`, it is renewed before that. */
  readonly expiresAt?: number;
  readonly renewable: boolean;
  /** Scopes that the provider asks for and the consent did not give. */
  readonly scopesMissing: readonly string[];
  /** Tools that are hidden, since their definitions had changed when they were listed last. */
  readonly toolsChanged: readonly string[];
  /** Why the last use failed. */
  readonly trouble?: ServerFailure;
  /** When something is to be done. */
  readonly next?: NextStep;
}

export async function status(scope: Scope, ports: Pick<Ports, 'state' | 'clock'>): Promise<TargetStatus[]> {
  return ports.state.read(async (tables) => {
    const servers = await toolServersIn(scope.project, tables);
    const providers = await tables.providers.list(scope.project);
    return statusIn({ servers, providers }, { scope, now: ports.clock.now() }, tables);
  });
}

/** The same of these servers alone, however many others the project has. */
export function statusOfServers(
  servers: readonly ToolServer[],
  scope: Scope,
  ports: Pick<Ports, 'state' | 'clock'>,
): Promise<TargetStatus[]> {
  const providers = providersOf(servers);
  return ports.state.read((tables) => statusIn({ servers, providers }, { scope, now: ports.clock.now() }, tables));
}

function providersOf(servers: readonly ToolServer[]): readonly Provider[] {
  const all = servers.flatMap(({ access }) => (access.via === 'provider' ? [access.provider] : []));
  return [...new Map(all.map((provider) => [provider.id, provider])).values()];
}

interface Looked {
  readonly servers: readonly ToolServer[];
  readonly providers: readonly Provider[];
}

async function statusIn(
  { servers, providers }: Looked,
  { scope, now }: { readonly scope: Scope; readonly now: number },
  tables: Tables,
): Promise<TargetStatus[]> {
  const known = await connectionsOf(scope, providers, tables);
  const changed = await changedTools(servers, scope.project, tables);
  const troubles = new Map(
    (await tables.serverFailures.ofUser(scope.user)).map((each) => [
      JSON.stringify([each.owner, each.server, each.url]),
      each,
    ]),
  );
  const user = { user: scope.user, known, now, servers };
  const used = new Set(providersOf(servers).map(({ id }) => id));
  return [
    ...servers.map((server) => {
      const found = withChanged(serverStatus(server, user), changed.get(server.name));
      return withTrouble(found, troubles.get(JSON.stringify([server.ownerId, server.name, server.url])));
    }),
    ...providers
      .filter(({ id }) => !used.has(id))
      .map((provider) => withChanged(providerStatus(provider, { target: provider.name }, user), undefined)),
  ];
}

type WithoutTools = Omit<TargetStatus, 'toolsChanged'>;

function withChanged(status: WithoutTools, toolsChanged: readonly string[] = []): TargetStatus {
  const approve: NextStep = { do: 'approve-tools', tools: [status.target] };
  return { ...status, toolsChanged, next: status.next ?? (toolsChanged.length > 0 ? approve : undefined) };
}

/** A failure from before the last consent does not count. */
function withTrouble(status: TargetStatus, trouble: ServerFailure | undefined): TargetStatus {
  if (trouble === undefined || (status.connection?.connectedAt ?? 0) > trouble.at) return status;
  // A person who must connect is told what to do about the obstacle instead.
  const isInTheWay = status.status === 'not_connected' || status.next === undefined;
  const [step = status.next] = isInTheWay ? stepsOf(adviceOn(trouble)) : [];
  return { ...status, trouble, next: step };
}

interface Known {
  readonly connection: Connection;
  readonly tokens: readonly AccessToken[];
}

async function connectionsOf(
  { project, user }: Scope,
  providers: readonly Provider[],
  tables: Tables,
): Promise<Map<string, Known>> {
  const tokens = await tables.accessTokens.list(project, user);
  const connections = await tables.connections.list(project, user);
  const known = new Map<string, Known>(
    connections.map((connection) => [
      connection.providerId,
      { connection, tokens: tokens.filter(({ connectionId }) => connectionId === connection.id) },
    ]),
  );
  for (const provider of providers.filter(({ grantType }) => grantType === 'client_credentials')) {
    if (known.get(provider.id)?.connection.status === 'connected') continue;
    const connection = await connectionOf(provider, user, tables);
    if (connection) {
      known.set(provider.id, { connection, tokens: await tables.accessTokens.ofConnection(connection.id) });
    }
  }
  return known;
}

/** A user with all connections, at one moment. */
interface UserStatus {
  readonly user: string;
  /** By the ids of their providers. */
  readonly known: ReadonlyMap<string, Known>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** All of the project. */
  readonly servers: readonly ToolServer[];
  /** Which token of a connection is meant. */
  readonly wish?: TokenWish;
}

function serverStatus(server: ToolServer, of: UserStatus): WithoutTools {
  const base = { target: server.name, url: server.url, user: of.user, renewable: false, scopesMissing: [] };
  const { access } = server;
  switch (access.via) {
    case 'provider':
      return providerStatus(access.provider, base, { ...of, wish: { url: server.url, resource: server.resource } });
    case 'none':
      return { ...base, status: 'no_authorization' };
    case 'api_key':
      return access.collection.apiKey
        ? { ...base, status: 'api_key_stored' }
        : { ...base, status: 'api_key_missing', next: { do: 'reinstall', app: access.installation.name, ask: true } };
    case 'discovery':
      return { ...base, status: 'not_connected', next: { do: 'connect', target: server.name } };
    case 'missing':
      return {
        ...base,
        status: 'provider_missing',
        next: { do: 'create', what: 'provider', name: access.providerName },
      };
    case 'token':
      return { ...base, status: 'token_stored' };
  }
}

function providerStatus(
  provider: Provider,
  base: { readonly target: string; readonly url?: string },
  { user, known, now, servers, wish = {} }: UserStatus,
): WithoutTools {
  const { connection, tokens = [] } = known.get(provider.id) ?? {};
  const connect: NextStep = { do: 'connect', target: wordForProvider(provider, servers) };
  const granting = connection?.formerProvider ?? provider;
  const status = tokenStatus({ provider: granting, connection, tokens }, { wish, now });
  const renewable = granting.grantType === 'client_credentials' || connection?.refreshToken !== undefined;
  const granted = new Set(connection?.scopesGranted);
  const configured = provider.scopes.filter(({ origin }) => origin !== 'discovered').map(({ scope }) => scope);
  const wanted = [...configured, ...scopesToStepUp(connection)];
  const scopesMissing = connection ? [...new Set(wanted)].filter((scope) => !granted.has(scope)) : [];
  const whole = {
    ...base,
    user,
    provider,
    connection,
    renewable,
    scopesMissing,
    expiresAt: (connection && tokenFor(tokens, connection, wish))?.expiresAt ?? tokens[0]?.expiresAt,
  };
  if (!connection) return { ...whole, status: 'not_connected', next: connect };
  if (status.is === 'dead' || connection.status === 'reconnect_needed') {
    return { ...whole, status: 'reconnect_needed', next: connect };
  }
  // The consent was for other servers than this one.
  if (status.is === 'absent') return { ...whole, status: 'not_connected', next: connect };
  const endsSoon = !renewable && whole.expiresAt !== undefined && whole.expiresAt - now < 60_000;
  if (endsSoon) return { ...whole, status: 'expiring', next: connect };
  const isOutdated = isReplaced(connection.formerProvider, provider) || scopesMissing.length > 0;
  return { ...whole, status: 'connected', next: isOutdated ? connect : undefined };
}
