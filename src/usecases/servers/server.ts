/** MCP servers made by hand: their life from creation to deletion (docs/servers.md). */

import type { McpServer } from '../../manifest/types.ts';
import { hint } from '../../next-step.ts';
import type { Scope, Tables } from '../../ports/index.ts';
import type { TerminalPorts } from '../../ports/person.ts';
import { confirmed } from '../../providers/confirm.ts';
import { type ForgottenClient, forgetClient } from '../../providers/forget-registration.ts';
import { settleRegistration } from '../../providers/registration-journal.ts';
import type { Connection, Server } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import { Secret } from '../../secret.ts';
import type { RevokedConnection } from '../../tokens/revocations.ts';
import { revokeConnection } from '../../tokens/revoke.ts';
import { detachEverywhere } from '../../tools/attachments.ts';
import type { ServerWithProvider } from './draft.ts';
import { type MadeServer, makeServer, type WantedAuth, withKept } from './make-server.ts';
import { documentOf, mergePatch, type ServerPatch } from './merge.ts';
import { isOtherConsent, isSameConsent } from './same-consent.ts';
import { readSettings } from './settings.ts';

type Project = Pick<Scope, 'project'>;
type CreatePorts = Pick<
  TerminalPorts,
  'state' | 'secrets' | 'references' | 'identifiers' | 'clock' | 'network' | 'redirects' | 'progress'
>;

/**
 * Everything local is checked before anything is asked of the server, so that no failed call leaves a registration.
 * Refuses `server-invalid`, `server-name-taken`, and what discovery and registration refuse.
 */
export async function createServer(
  document: McpServer,
  wanted: WantedAuth,
  { project }: Project,
  ports: CreatePorts,
): Promise<MadeServer> {
  const settings = await readSettings(document, ports);
  await ports.state.read((tables) => refuseTaken(document, project, tables));
  const now = ports.clock.now();
  const id = ports.identifiers.next();
  const identity = { id, providerId: ports.identifiers.next(), project, now, createdAt: now };
  // A key store that does not answer must be known now, not when a registration waits to be kept.
  await ports.secrets.seal(new Secret(id), { project, owner: id, column: 'trial' });
  const server = await makeServer(settings, wanted, identity, ports);
  await ports.state.write(async (tables) => {
    await refuseTaken(document, project, tables);
    await save(server, tables);
  });
  return server;
}

/**
 * Changes what is given and keeps the rest. Another URL, issuer or client ends the consents that belonged to the old
 * one, after a yes. Refuses what `createServer` refuses, `target-unknown`, `confirmation-missing`, `interrupted`.
 */
export async function updateServer(
  name: string,
  patch: ServerPatch,
  { project }: Project,
  ports: CreatePorts & Pick<TerminalPorts, 'prompts'>,
): Promise<MadeServer> {
  const before = await showServer(name, { project }, ports);
  const document = mergePatch(documentOf(before), patch);
  const settings = await readSettings(document, ports);
  const connections = await connectionsOf(before, ports.state);
  const identity = {
    id: before.server.id,
    providerId: before.provider?.id ?? ports.identifiers.next(),
    project,
    now: ports.clock.now(),
    createdAt: before.server.createdAt,
  };
  await ports.secrets.seal(new Secret(identity.id), { project, owner: identity.id, column: 'trial' });
  if (connections.length > 0 && isOtherConsent(documentOf(before), document)) {
    await agreed(name, connections, 'update', ports.prompts);
  }
  const after = await makeServer(await withKept(settings, before, ports.secrets), patch.type, identity, ports, before);
  const isSame = isSameConsent(before, after);
  if (!isSame && before.provider) {
    for (const each of connections) await revokeConnection(each, before.provider, ports);
  }
  await ports.state.write(async (tables) => {
    await save(after, tables);
    if (!isSame) for (const { id } of connections) await tables.connections.remove(id);
    if (before.provider && after.provider === undefined) await tables.providers.remove(before.provider.id);
  });
  return after;
}

/** Refuses `target-unknown`. */
export function showServer(
  name: string,
  { project }: Project,
  { state }: Pick<TerminalPorts, 'state'>,
): Promise<ServerWithProvider> {
  return state.read(async (tables) => {
    const server = await tables.servers.find(project, name);
    if (server === undefined) throw unknown(name, await tables.servers.list(project));
    return {
      server,
      provider: server.providerId === undefined ? undefined : await tables.providers.get(server.providerId),
    };
  });
}

export interface DeletedServer {
  readonly revocations: readonly RevokedConnection[];
  readonly forgottenClients: readonly ForgottenClient[];
}

/** Takes the tokens and the client back first. Refuses `target-unknown`, `confirmation-missing`, `interrupted`. */
export async function deleteServer(
  name: string,
  { project }: Project,
  ports: Pick<TerminalPorts, 'state' | 'secrets' | 'network' | 'prompts'>,
): Promise<DeletedServer> {
  const shown = await showServer(name, { project }, ports);
  const { server, provider } = shown;
  const own = provider?.name === server.name ? provider : undefined;
  const connections = own ? await connectionsOf(shown, ports.state) : [];
  await agreed(name, connections, 'delete', ports.prompts);
  const revocations: RevokedConnection[] = [];
  if (own) {
    for (const each of connections) {
      revocations.push({ user: each.user, providerName: own.name, outcome: await revokeConnection(each, own, ports) });
    }
  }
  const forgottenClients = own ? await forgetClient(own, ports) : [];
  await ports.state.write(async (tables) => {
    await tables.servers.remove(server.id);
    await detachEverywhere(server.name, project, tables);
    await tables.toolPins.remove(project, server.name);
    if (own) await tables.providers.remove(own.id);
  });
  return { revocations, forgottenClients };
}

async function save({ server, provider }: ServerWithProvider, tables: Tables): Promise<void> {
  if (provider) {
    await tables.providers.save(provider);
    await settleRegistration(provider, tables);
  }
  await tables.servers.save(server);
}

async function connectionsOf({ provider }: ServerWithProvider, state: TerminalPorts['state']): Promise<Connection[]> {
  return provider ? state.read((tables) => tables.connections.ofProvider(provider.id)) : [];
}

async function agreed(
  name: string,
  { length }: readonly Connection[],
  verb: 'update' | 'delete',
  prompts: TerminalPorts['prompts'],
): Promise<void> {
  const ends = length === 0 ? '' : ` This ends ${length === 1 ? 'a connection' : `${length} connections`}.`;
  const question = `${verb === 'delete' ? 'Delete' : 'Update'} the server ${name}?${ends}`;
  if (await confirmed(question, `mcpctl server ${verb} ${name} --yes`, prompts)) return;
  throw new Refusal('interrupted', { what: 'The answer was no.', hint: 'Nothing was changed.' });
}

async function refuseTaken({ name, config }: McpServer, project: string, tables: Tables): Promise<void> {
  const server = await tables.servers.find(project, name);
  const provider = await tables.providers.find(project, name);
  if (server === undefined && provider === undefined) return;
  throw new Refusal('server-name-taken', {
    what: `There is a ${server ? 'server' : 'provider'} called ${name} already.`,
    why: server ? `Its URL is ${server.url}.` : 'A server of this name would need a provider of its own.',
    hint: server
      ? hint`Change it: ${{ do: 'update', what: 'server', name }}`
      : hint`Choose another name: ${{ do: 'create', what: 'server', url: config.endpoint }}`,
    details: { name },
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
