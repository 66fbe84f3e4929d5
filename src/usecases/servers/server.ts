/** MCP servers made by hand: made and shown (docs/servers.md). */
import { hint } from '../../next-step.ts';
import { namespaceTaken } from '../../plan/warnings.ts';
import type { Page, Ports, Scope, Tables } from '../../ports/index.ts';
import { discardClient } from '../../providers/discard-client.ts';
import { settleRegistration } from '../../providers/registration-journal.ts';
import type { Connection, Server } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import { Secret } from '../../secret.ts';
import { serverOf, serversOf } from '../../targets.ts';
import type { CompletionPorts } from './complete-settings.ts';
import type { Identity, ServerWithProvider } from './draft.ts';
import { type MadeServer, makeServer, type WantedAuth } from './make-server.ts';
import { checkSettings, type ServerSettings } from './settings.ts';
import { connectedBy, tryMade } from './try-made.ts';

export interface CreateServerInput {
  readonly settings: ServerSettings;
  readonly wanted?: WantedAuth;
  /** Whether a token, a header or a client of its own right is tried before anything is stored. */
  readonly check?: boolean;
}

/**
 * Checks everything local before it sends anything to the server, so that a call that fails leaves no registration.
 *
 * @throws Refusal `server-invalid`, `server-name-taken`, and what discovery, registration and the key store refuse.
 */
export async function createServer(
  { settings, wanted, check = false }: CreateServerInput,
  { project, user = '' }: Pick<Scope, 'project'> & Partial<Scope>,
  ports: CompletionPorts,
): Promise<MadeServer> {
  await checkSettings(settings);
  await ports.state.read((tables) => refuseTaken(settings, project, tables));
  const now = ports.clock.now();
  const id = ports.identifiers.next();
  const identity = { id, providerId: ports.identifiers.next(), project, now, createdAt: now };
  await tryKeyStore(identity, ports);
  const server = await makeServer({ settings, wanted, identity }, ports);
  const trial = await orDiscarded(server, ports, async () => {
    await warnIfNamespaceTaken(server.server, ports);
    const tried = check ? await tryMade(server, settings, { scope: { project, user }, ports }) : undefined;
    await ports.state.write(async (tables) => {
      // Another caller may have made one of this name meanwhile.
      await refuseTaken(settings, project, tables);
      await saveServer(server, tables);
    });
    return tried;
  });
  const connected = await connectedBy(trial, server, { scope: { project, user }, ports });
  return { ...server, trial, connected };
}

/** Runs what keeps a server; where that fails, deletes the client that was registered for it. */
export async function orDiscarded<Result>(
  { provider }: ServerWithProvider,
  ports: Pick<Ports, 'state' | 'secrets' | 'network'>,
  keep: () => Promise<Result>,
): Promise<Result> {
  try {
    return await keep();
  } catch (thrown) {
    // Why it was not kept is what the caller needs to hear, whatever else fails.
    await discardClient(provider, ports).catch(() => {});
    throw thrown;
  }
}

async function warnIfNamespaceTaken(
  { name, namespace, project }: Server,
  { state, progress }: Pick<Ports, 'state' | 'progress'>,
): Promise<void> {
  const others = await state.read(async (tables) => [
    ...(await tables.installations.list(project)).flatMap((each) => serversOf(each, [])),
    ...(await tables.servers.ofNamespace(project, namespace)).map((each) => serverOf(each, [])),
  ]);
  const named = others.map((each) => ({ server: each.name, namespace: each.namespace }));
  const warning = namespaceTaken({ server: name, namespace }, named);
  if (warning !== undefined) progress.warn(warning);
}

export interface ServerPage {
  readonly servers: readonly ServerWithProvider[];
  /** How many there are in all. */
  readonly total: number;
}

/** A part of the list, newest first, with one server more than `limit` where there are more. */
export function pageOfServers(
  { limit, ...page }: Page,
  { project }: Pick<Scope, 'project'>,
  { state }: Pick<Ports, 'state'>,
): Promise<ServerPage> {
  return state.read(async (tables) => {
    const servers = await tables.servers.page(project, { ...page, limit: limit + 1 });
    const providers = await tables.providers.ofIds(servers.flatMap(({ providerId }) => providerId ?? []));
    return {
      servers: servers.map((server) => ({ server, provider: providers.find(({ id }) => id === server.providerId) })),
      total: await tables.servers.count(project),
    };
  });
}

/** @throws Refusal `target-unknown` */
export function showServer(
  name: string,
  { project }: Pick<Scope, 'project'>,
  { state }: Pick<Ports, 'state'>,
): Promise<ServerWithProvider> {
  return state.read((tables) => serverIn(tables, { project, name }));
}

/** The same within a transaction. */
export async function serverIn(
  tables: Tables,
  { project, name }: Pick<Server, 'project' | 'name'>,
): Promise<ServerWithProvider> {
  const server = await tables.servers.find(project, name);
  if (server === undefined) throw unknown(name, await tables.servers.list(project));
  return {
    server,
    provider: server.providerId === undefined ? undefined : await tables.providers.get(server.providerId),
  };
}

/**
 * Seals something, so that a key store that does not answer is known before a registration waits to be stored.
 *
 * @throws what the key store refuses.
 */
export async function tryKeyStore({ id, project }: Identity, { secrets }: Pick<Ports, 'secrets'>): Promise<void> {
  // Nothing but a secret may become a `Secret`: its value is taken out of all output.
  await secrets.seal(new Secret(''), { project, owner: id, column: 'trial' });
}

export async function saveServer({ server, provider }: ServerWithProvider, tables: Tables): Promise<void> {
  if (provider) {
    await tables.providers.save(provider);
    await settleRegistration(provider, tables);
  }
  await tables.servers.save(server);
}

export async function connectionsOf(
  { provider }: ServerWithProvider,
  { state }: Pick<Ports, 'state'>,
): Promise<Connection[]> {
  return provider ? state.read((tables) => tables.connections.ofProvider(provider.id)) : [];
}

async function refuseTaken({ name, config }: ServerSettings, project: string, tables: Tables): Promise<void> {
  const server = await tables.servers.find(project, name);
  const provider = await tables.providers.find(project, name);
  if (server === undefined && provider === undefined) return;
  throw new Refusal('server-name-taken', {
    what: `There is a ${server ? 'server' : 'provider'} called ${name} already.`,
    why: server ? `Its URL is ${server.url}.` : 'A server of this name would need a provider of its own.',
    hint: server
      ? hint`Change it: ${{ do: 'update', what: 'server', name }}`
      : hint`Choose another name: ${{ do: 'create', what: 'server', url: config.endpoint }}`,
    details: { name, ...(server && { id: server.id }) },
  });
}

function unknown(name: string, servers: readonly Server[]): Refusal {
  const candidates = servers.map((server) => server.name);
  return new Refusal('target-unknown', {
    what: `No server called "${name}" was made by hand.`,
    why: candidates.length === 0 ? 'This project has none.' : `This project has ${candidates.join(', ')}.`,
    hint: hint`Create it: ${{ do: 'create', what: 'server', name }}`,
    details: { candidates },
  });
}
