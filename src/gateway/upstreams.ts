/** Who takes part: read from the state again and again, so that nothing has to be restarted. */
import type { ServerMessageHandler } from '../mcp/server-messages.ts';
import type { Scope } from '../ports/index.ts';
import type { Agent } from '../records.ts';
import { type ToolServer, toolServers } from '../targets.ts';
import type { TokenPorts } from '../tokens/access-token.ts';
import { listAgents } from '../usecases/agents/agent.ts';
import { createUpstream, type ListName, type Upstream } from './upstream.ts';

/** What was read of the state is good for so long. Milliseconds. */
const FRESH = 1000;

export interface Upstreams {
  /** Those of now, in the order of the project. */
  list(): Promise<readonly Upstream[]>;
  /** With what is attached to it now; one that was made a moment ago is there. */
  agent(name: string): Promise<Agent | undefined>;
  close(): Promise<void>;
}

export interface UpstreamsOptions {
  readonly scope: Scope;
  readonly ports: TokenPorts;
  /** Who is told of what this server sends unasked. */
  readonly relay: (server: ToolServer) => Omit<ServerMessageHandler, 'onListChanged'>;
  readonly isServed: (server: ToolServer) => boolean;
  /** Somebody takes part now, perhaps in the place of one of the same name. */
  readonly came: (upstream: Upstream) => void;
  /** A list of somebody has changed, or somebody came or went; with an agent, only what that one may use. */
  readonly changed: (list: ListName, agent?: string) => void;
}

const ALL: readonly ListName[] = ['tools', 'prompts', 'resources', 'resourceTemplates'];

export function createUpstreams({ scope, ports, relay, isServed, came, changed }: UpstreamsOptions): Upstreams {
  let upstreams = new Map<string, Upstream>();
  let agents: readonly Agent[] = [];
  let pinned: ReadonlyMap<string, number> = new Map();
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const read = async () => {
    const [all, agentsNow, pinnedNow] = await Promise.all([
      toolServers(scope.project, ports.state),
      listAgents(scope, ports),
      ports.state.read((tables) => tables.toolPins.versions(scope.project)),
    ]);
    const servers = all.filter(isServed);
    const before = upstreams;
    const attachedAnew = changedAgents(agents, agentsNow);
    agents = agentsNow;
    // A server target record is another now (its URL, its key, its provider) is a new one.
    const next = servers.map((server): [string, Upstream] => {
      const key = JSON.stringify(server);
      return [key, before.get(key) ?? createUpstream(server, relay(server), changed, scope, ports)];
    });
    upstreams = new Map(next);
    const gone = [...before].filter(([key]) => !upstreams.has(key));
    const isFirst = readAt === Number.NEGATIVE_INFINITY;
    readAt = ports.clock.now();
    const newcomers = next.filter(([key]) => !before.has(key));
    for (const [, upstream] of newcomers) came(upstream);
    const hasMoved = gone.length > 0 || newcomers.length > 0;
    for (const list of isFirst ? [] : ALL) {
      if (hasMoved) changed(list);
      else for (const agent of attachedAnew) changed(list, agent);
    }
    for (const { server, lists } of before.values()) {
      // Somebody has accepted a changed tool.
      if ((pinnedNow.get(server.name) ?? 0) > (pinned.get(server.name) ?? 0)) {
        lists.tools.expire();
        void lists.tools.read();
      }
    }
    pinned = pinnedNow;
    void Promise.all(gone.map(([, upstream]) => upstream.close()));
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
      const named = () => agents.find((each) => each.name === name);
      await refresh();
      if (!named()) await refresh(0);
      return named();
    },
    async close() {
      await Promise.all([...upstreams.values()].map((upstream) => upstream.close()));
    },
  };
}

/** The names of those who may use something else than before; who came or went is one of them. */
function changedAgents(before: readonly Agent[], now: readonly Agent[]): string[] {
  const heart = (agents: readonly Agent[]) =>
    new Map(agents.map(({ name, attachments }) => [name, JSON.stringify(attachments)]));
  const [old, next] = [heart(before), heart(now)];
  return [...new Set([...old.keys(), ...next.keys()])].filter((name) => old.get(name) !== next.get(name));
}
