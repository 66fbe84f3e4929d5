/** Who takes part: read from the state again and again, so that nothing has to be restarted. */
import type { Relay } from '../mcp/passing.ts';
import type { Scope } from '../ports.ts';
import type { Agent } from '../records.ts';
import { type ToolServer, toolServers } from '../targets.ts';
import type { TokenPorts } from '../tokens/access-token.ts';
import { listAgents } from '../usecases/agents/agent.ts';
import { createMember, type ListName, type Member } from './member.ts';

/** What was read of the state is good for so long. Milliseconds. */
const FRESH = 1000;

export interface Members {
  /** Those of now, in the order of the project. */
  current(): Promise<readonly Member[]>;
  /** With what is attached to it now; one that was made a moment ago is there. */
  agent(name: string): Promise<Agent | undefined>;
  close(): Promise<void>;
}

export interface MembersOptions {
  readonly scope: Scope;
  readonly ports: TokenPorts;
  /** Who is told of what this server sends unasked. */
  readonly relay: (server: ToolServer) => Omit<Relay, 'listChanged'>;
  readonly isServed: (server: ToolServer) => boolean;
  /** Somebody takes part now, perhaps in the place of one of the same name. */
  readonly came: (member: Member) => void;
  /** A list of somebody has changed, or somebody came or went; with an agent, only what that one may use. */
  readonly changed: (list: ListName, agent?: string) => void;
}

const ALL: readonly ListName[] = ['tools', 'prompts', 'resources', 'resourceTemplates'];

export function createMembers({ scope, ports, relay, isServed, came, changed }: MembersOptions): Members {
  let members = new Map<string, Member>();
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
    const before = members;
    const attachedAnew = changedAgents(agents, agentsNow);
    agents = agentsNow;
    // A server whose record is another now (its URL, its key, its provider) is a new one.
    const next = servers.map((server): [string, Member] => {
      const key = JSON.stringify(server);
      return [key, before.get(key) ?? createMember(server, relay(server), changed, scope, ports)];
    });
    members = new Map(next);
    const gone = [...before].filter(([key]) => !members.has(key));
    const isFirst = readAt === Number.NEGATIVE_INFINITY;
    readAt = ports.clock.now();
    const newcomers = next.filter(([key]) => !before.has(key));
    for (const [, member] of newcomers) came(member);
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
    void Promise.all(gone.map(([, member]) => member.close()));
  };

  const refresh = async (age = FRESH) => {
    if (ports.clock.now() - readAt < age) return;
    reading ??= read().finally(() => {
      reading = undefined;
    });
    await reading;
  };

  return {
    async current() {
      await refresh();
      return [...members.values()];
    },
    async agent(name) {
      const named = () => agents.find((each) => each.name === name);
      await refresh();
      if (!named()) await refresh(0);
      return named();
    },
    async close() {
      await Promise.all([...members.values()].map((member) => member.close()));
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
