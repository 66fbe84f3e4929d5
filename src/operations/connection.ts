/** The accounts of a caller: how it stands with the servers of an agent, connecting, confirming and disconnecting. */
import { connectionsDocument, connectReportDocument } from '../documents/connection.ts';
import type { Caller } from '../identity/caller.ts';
import { toolServers } from '../targets.ts';
import { serversOfAgent } from '../usecases/agents/agent-servers.ts';
import { type Disconnected, disconnect } from '../usecases/connect/disconnect.ts';
import { type ConfirmationInput, confirmConsent } from '../usecases/connect/hosted/confirm-consent.ts';
import { type ConsentReport, consentStatus } from '../usecases/connect/hosted/consent-status.ts';
import { proofOf } from '../usecases/connect/hosted/proof.ts';
import { type BegunConsent, requestConsent } from '../usecases/connect/hosted/request-consent.ts';
import { useActor, userOfActor, webAppFor } from '../usecases/end-users/actor.ts';
import { connectionsWith, type ServerConnection } from '../usecases/end-users/connections.ts';
import { FOR_BACKENDS } from './actor.ts';
import { publicUrlOf } from './addresses.ts';
import { type Operation, type OperationPorts, scopeOf, type Work } from './operation.ts';

export interface OfAgent {
  readonly agent: string;
}

const own = {
  right: 'connections.own',
  subject: ({ agent }: { readonly agent?: string }) =>
    agent === undefined ? ({ kind: 'own-connections' } as const) : ({ kind: 'agent', name: agent } as const),
  secrets: [],
} as const;

export const connectionList: Operation<OfAgent, { readonly connections: readonly ServerConnection[] }> = {
  ...own,
  name: 'connection.list',
  effect: 'reads',
  where: { command: 'status', route: { method: 'GET', path: '/agent/mcp-servers' }, remote: true },
  async run({ agent }, { caller, ports }) {
    const { servers } = await serversOfAgent({ name: agent }, caller, ports);
    const attached = servers.map(({ server }) => server);
    return { connections: await connectionsWith(attached, scopeOf(caller), ports) };
  },
  document: connectionsDocument,
};

export interface BeginInput {
  readonly agent?: string;
  /** The unique name of a server. */
  readonly server: string;
  readonly returnTo?: string;
  /** The address of a command line that waits on this machine. */
  readonly confirmAt?: string;
}

export type Begun = BegunConsent & { readonly warning?: string };

export const connectionBegin: Operation<BeginInput, Begun> = {
  ...own,
  name: 'connection.begin',
  effect: 'goes-out',
  where: { command: 'connect', route: { method: 'POST', path: '/api/v1/connects' }, remote: true },
  run: (input, work) => begin(input, { user: scopeOf(work.caller).user, who: work.caller.name }, work),
  document: (begun) => begun,
};

export interface WaitInput {
  readonly connectId: string;
  /** Milliseconds to wait for a change. */
  readonly wait?: number;
}

export const connectionShow: Operation<WaitInput, ConsentReport> = {
  ...own,
  subject: () => ({ kind: 'own-connections' }),
  name: 'connection.show',
  effect: 'reads',
  where: {
    command: { not: '`connect` waits by itself.' },
    route: { method: 'GET', path: '/api/v1/connects/{id}' },
    remote: true,
  },
  run: (input, work) => waited(input, work),
  document: connectReportDocument,
};

/** For whoever began, the code of the page; for the key of a web app, which has checked its own login, whose consent it is. */
export const connectionConfirm: Operation<ConfirmInput, ConsentReport> = {
  ...own,
  subject: () => ({ kind: 'own-connections' }),
  name: 'connection.confirm',
  effect: 'goes-out',
  where: {
    command: { not: '`connect` confirms by itself.' },
    route: { method: 'POST', path: '/api/v1/connects/{id}/confirm' },
    remote: true,
  },
  run: ({ connectId, ...given }, { caller, ports }) =>
    confirmConsent(connectId, 'actorId' in given ? { actorId: given.actorId } : { code: given.code }, caller, ports),
  document: connectReportDocument,
};

export type ConfirmInput = { readonly connectId: string } & ConfirmationInput;

export const connectionEnd: Operation<{ readonly agent?: string; readonly server: string }, Disconnected> = {
  ...own,
  name: 'connection.end',
  effect: 'goes-out',
  where: { command: 'disconnect', route: { method: 'POST', path: '/agent/mcp-servers/{id}/disconnect' }, remote: true },
  run: ({ server }, { caller, ports }) => disconnect(server, scopeOf(caller), ports),
  document: () => ({ success: true }),
};

export interface OfActor {
  readonly actorId: string;
  readonly webApp?: string;
}

const forEndUsers = {
  right: 'end-users.represent',
  subject: () => ({ kind: 'end-users' }),
  secrets: [],
} as const satisfies Partial<Operation<never, object>>;

/** How an end user stands with every server of the project. The actor comes into being when it is first used. */
export const actorConnections: Operation<OfActor, { readonly connections: readonly ServerConnection[] }> = {
  ...forEndUsers,
  name: 'actor.connections',
  effect: 'reads',
  where: { command: FOR_BACKENDS, route: { method: 'GET', path: '/ai/actor-mcp-servers' }, remote: true },
  async run(input, { caller, ports }) {
    const user = await userOf(input, caller, ports);
    const servers = await toolServers(caller.project, ports.state);
    return { connections: await connectionsWith(servers, { project: caller.project, user }, ports) };
  },
  document: connectionsDocument,
};

export const actorConnect: Operation<OfActor & BeginInput, Begun> = {
  ...forEndUsers,
  name: 'actor.connect',
  effect: 'goes-out',
  where: { command: FOR_BACKENDS, route: { method: 'POST', path: '/ai/actor-mcp-servers/{id}/connect' }, remote: true },
  run: async (input, work) =>
    begin(input, { user: await userOf(input, work.caller, work.ports), who: input.actorId }, work),
  document: (begun) => begun,
};

export const actorDisconnect: Operation<OfActor & { readonly server: string }, Disconnected> = {
  ...forEndUsers,
  name: 'actor.disconnect',
  effect: 'goes-out',
  where: {
    command: FOR_BACKENDS,
    route: { method: 'POST', path: '/ai/actor-mcp-servers/{id}/disconnect' },
    remote: true,
  },
  async run(input, { caller, ports }) {
    const user = await userOf(input, caller, ports);
    return disconnect(input.server, { project: caller.project, user }, ports);
  },
  document: () => ({ success: true }),
};

async function userOf({ actorId: id, webApp }: OfActor, caller: Caller, ports: OperationPorts): Promise<string> {
  const { webAppId } = caller;
  const isKnown = webAppId !== undefined && (await ports.state.read((tables) => tables.actors.find(webAppId, id)));
  if (webAppId !== undefined && isKnown) return userOfActor({ webAppId, id });
  return ports.state.write(async (tables) => {
    const app = await webAppFor(caller, webApp, tables, ports);
    return userOfActor(await useActor(id, app, { tables, clock: ports.clock }));
  });
}

/** @param whose Whose account it will be: that of the caller, or of an end user of its web app. */
export async function begin(
  { agent, server, returnTo, confirmAt }: BeginInput,
  { user, who }: { readonly user: string; readonly who: string },
  { caller, ports, publicUrl }: Work,
): Promise<Begun> {
  const { project, session, webAppId, keyId } = caller;
  const row = webAppId === undefined ? undefined : await ports.state.read((tables) => tables.webApps.get(webAppId));
  const webApp = row && { id: row.id, name: row.name, ...(row.verifyUrl && { verifyUrl: row.verifyUrl }) };
  const { verify, warning } = proofOf(caller, { ...(webApp && { webApp }), at: 'command-line' });
  const requested = {
    ...{ target: server, verify, publicUrl: publicUrlOf({ publicUrl }), who },
    ...(agent !== undefined && { agent }),
    ...(webApp && { webApp }),
    ...(session?.origin !== undefined && { origin: session.origin }),
    ...(returnTo !== undefined && { returnTo }),
    ...(confirmAt !== undefined && { confirmAt }),
    ...(keyId !== undefined && { keyId }),
  };
  const begun = await requestConsent(requested, { project, user }, ports);
  return { ...begun, ...(begun.requiresOauth && warning !== undefined && { warning }) };
}

/** How often a waiting request looks. Milliseconds. */
const LOOK = 500;

async function waited({ connectId, wait = 0 }: WaitInput, { caller, ports, signal }: Work): Promise<ConsentReport> {
  const until = ports.clock.now() + wait;
  const first = await consentStatus(connectId, caller, ports);
  for (let report = first; ; ) {
    const isOpen = report.status === 'pending' || report.status === 'verifying';
    if (!isOpen || report.status !== first.status || ports.clock.now() >= until) return report;
    await ports.clock.sleep(Math.min(LOOK, until - ports.clock.now()), signal);
    report = await consentStatus(connectId, caller, ports);
  }
}
