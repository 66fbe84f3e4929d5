/** The servers that take part. They are read from the state again and again, so that the gateway needs no restart. */
import type { ServerMessageHandler } from '../mcp/server-messages.ts';
import type { Scope, Tables } from '../ports/index.ts';
import type { Agent } from '../records.ts';
import { type ToolServer, toolServersIn, toolServersNamed } from '../targets.ts';
import type { TokenPorts } from '../tokens/access-token.ts';
import { createUpstream, type ListName, type Upstream, type UpstreamOptions } from './upstream.ts';

/** How long the gateway uses what it has read from the state. Milliseconds. */
const FRESH = 1000;

export interface Upstreams {
  /** The servers that take part now, in the order of the project. */
  list(): Promise<readonly Upstream[]>;
  /** Returns the agent as it is stored now. An agent that was not known before is looked up again. */
  agent(name: string): Promise<Agent | undefined>;
  close(): Promise<void>;
}

export interface UpstreamsOptions extends Pick<UpstreamOptions, 'currentClient' | 'holdNew'> {
  readonly scope: Scope;
  readonly ports: TokenPorts;
  readonly fastPaths: boolean;
  /** Receives what this server sends unasked. */
  readonly handlerFor: (server: ToolServer) => Omit<ServerMessageHandler, 'onListChanged'>;
  readonly isServed: (server: ToolServer) => boolean;
  /** Reads the servers of this agent alone, however many others the project has. */
  readonly onlyAgent?: string;
  /** Called for a server that takes part from now on, perhaps in place of another one of the same name. */
  readonly onAdded: (upstream: Upstream) => void;
  /** Called when items of a list have changed; with an agent, when only its attachments have. */
  readonly onListChanged: (list: ListName, agent?: string) => void;
}

export const ALL_LISTS: readonly ListName[] = ['tools', 'prompts', 'resources', 'resourceTemplates'];

export function createUpstreams(options: UpstreamsOptions): Upstreams {
  const { scope, ports, fastPaths, currentClient, holdNew, handlerFor, isServed, onlyAgent, onAdded, onListChanged } =
    options;
  let upstreams = new Map<string, Upstream>();
  let agents: readonly Agent[] = [];
  let pinVersions: ReadonlyMap<string, number> = new Map();
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const read = async () => {
    const {
      servers,
      agents: nextAgents,
      pinVersions: nextPinVersions,
    } = await ports.state.read((tables) =>
      onlyAgent === undefined ? projectIn(scope.project, tables) : agentIn(onlyAgent, scope.project, tables),
    );
    const isFirst = readAt === Number.NEGATIVE_INFINITY;
    readAt = ports.clock.now();
    const concerned = changedAgents(agents, nextAgents);
    agents = nextAgents;
    const before = upstreams;
    // A server whose record has changed (its URL, its key, its provider) counts as another server.
    upstreams = new Map(
      servers.filter(isServed).map((server) => {
        const key = JSON.stringify(server);
        const handler = handlerFor(server);
        const created = { server, scope, ports, fastPaths, currentClient, holdNew, handler, onListChanged };
        return [key, before.get(key) ?? createUpstream(created)];
      }),
    );
    const added = [...upstreams].filter(([key]) => !before.has(key));
    const gone = [...before].filter(([key]) => !upstreams.has(key));
    for (const [, upstream] of added) onAdded(upstream);
    const isChanged = added.length > 0 || gone.length > 0;
    for (const list of isFirst ? [] : ALL_LISTS) {
      if (isChanged) onListChanged(list);
      else for (const agent of concerned) onListChanged(list, agent);
    }
    for (const { server, lists } of before.values()) {
      // Somebody has accepted a tool whose definition had changed.
      if ((nextPinVersions.get(server.name) ?? 0) > (pinVersions.get(server.name) ?? 0)) {
        for (const list of [lists.tools, lists.prompts]) {
          list.expire();
          void list.read();
        }
      }
    }
    pinVersions = nextPinVersions;
    const names = new Set([...upstreams.values()].map(({ server }) => server.name));
    const leaving = ([, upstream]: (typeof gone)[number]) =>
      upstream.leave(names.has(upstream.server.name) ? 'changed' : 'gone');
    void Promise.all(gone.map(leaving));
  };

  const refresh = async (age = FRESH) => {
    if (ports.clock.now() - readAt < age) return;
    reading ??= read().finally(() => {
      reading = undefined;
    });
    await reading;
  };

  return {
    async list() {
      await refresh();
      return [...upstreams.values()];
    },
    async agent(name) {
      const find = () => agents.find((agent) => agent.name === name);
      await refresh();
      if (!find()) await refresh(0);
      return find();
    },
    async close() {
      await Promise.all([...upstreams.values()].map((upstream) => upstream.close()));
    },
  };
}

interface Found {
  readonly servers: readonly ToolServer[];
  readonly agents: readonly Agent[];
  readonly pinVersions: ReadonlyMap<string, number>;
}

async function projectIn(project: string, tables: Tables): Promise<Found> {
  return {
    servers: await toolServersIn(project, tables),
    agents: await tables.agents.list(project),
    pinVersions: await tables.toolPins.versions(project),
  };
}

async function agentIn(name: string, project: string, tables: Tables): Promise<Found> {
  const agent = await tables.agents.find(project, name);
  const names = agent?.attachments.map(({ server }) => server) ?? [];
  return {
    servers: await toolServersNamed(names, project, tables),
    agents: agent ? [agent] : [],
    pinVersions: await tables.toolPins.versions(project, names),
  };
}

/** The names of agents that have other attachments than before, are new, or are gone. */
function changedAgents(before: readonly Agent[], now: readonly Agent[]): string[] {
  const attachmentsOf = (agents: readonly Agent[]) =>
    new Map(agents.map(({ name, attachments }) => [name, JSON.stringify(attachments)]));
  const [old, next] = [attachmentsOf(before), attachmentsOf(now)];
  return [...new Set([...old.keys(), ...next.keys()])].filter((name) => old.get(name) !== next.get(name));
}
