/** Who takes part: read from the state again and again, so that nothing has to be restarted. */
import type { Relay } from '../mcp/passing.ts';
import type { Scope } from '../ports.ts';
import { type ToolServer, toolServers } from '../usecases/targets.ts';
import type { TokenPorts } from '../usecases/tokens/access-token.ts';
import { createMember, type ListName, type Member } from './member.ts';

/** What was read of the state is good for so long. Milliseconds. */
const FRESH = 1000;

export interface Members {
  /** Those of now, in the order of the project. */
  current(): Promise<readonly Member[]>;
  close(): Promise<void>;
}

export interface MembersOptions {
  readonly scope: Scope;
  readonly ports: TokenPorts;
  readonly relay: Omit<Relay, 'listChanged'>;
  readonly isServed: (server: ToolServer) => boolean;
  /** A list of somebody has changed, or somebody came or went. */
  readonly changed: (list: ListName) => void;
}

const ALL: readonly ListName[] = ['tools', 'prompts', 'resources', 'resourceTemplates'];

export function createMembers({ scope, ports, relay, isServed, changed }: MembersOptions): Members {
  let members = new Map<string, Member>();
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const read = async () => {
    const servers = (await toolServers(scope.project, ports.state)).filter(isServed);
    const before = members;
    // A server whose record is another now (its URL, its key, its provider) is a new one.
    const next = servers.map((server): [string, Member] => {
      const key = JSON.stringify(server);
      return [key, before.get(key) ?? createMember(server, relay, changed, scope, ports)];
    });
    members = new Map(next);
    const gone = [...before].filter(([key]) => !members.has(key));
    const isFirst = readAt === Number.NEGATIVE_INFINITY;
    readAt = ports.clock.now();
    if (!isFirst && (gone.length > 0 || next.some(([key]) => !before.has(key)))) ALL.forEach(changed);
    void Promise.all(gone.map(([, member]) => member.close()));
  };

  return {
    async current() {
      if (ports.clock.now() - readAt >= FRESH) {
        reading ??= read().finally(() => {
          reading = undefined;
        });
        await reading;
      }
      return [...members.values()];
    },
    async close() {
      await Promise.all([...members.values()].map((member) => member.close()));
    },
  };
}
