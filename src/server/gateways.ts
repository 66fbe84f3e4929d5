/**
 * The gateway of each caller. Callers of one principal share one, since they have the same accounts; another principal never
 * meets its sessions, lists or connections. Gateways that nobody has used for a while are closed.
 */
import { createEndpoint, type Endpoint } from '../gateway/endpoint.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Caller } from '../identity/caller.ts';
import type { Clock, RequestHandler, RequestHead, Scope } from '../ports/index.ts';
import { userOf } from '../principal.ts';

export interface Gateways {
  /**
   * Returns who handles a request of the caller, or undefined when there is no such agent.
   * @param agent Undefined for everything of the project.
   */
  handler(caller: Caller, agent: string | undefined, head: RequestHead): Promise<RequestHandler | undefined>;
  /** Ends the sessions and calls of a caller who may not go on. */
  end(caller: Caller): Promise<void>;
  /** Reads again what is installed, so that clients hear of changes without asking. */
  refresh(): Promise<void>;
  requestsDone(): Promise<void>;
  close(): Promise<void>;
}

export interface GatewaysOptions {
  readonly open: (scope: Scope, caller: Caller) => Promise<Gateway>;
  readonly clock: Clock;
  readonly fastPaths: boolean;
}

interface Entry {
  readonly gateway: Promise<Gateway>;
  readonly endpoints: Map<string, Endpoint>;
  usedAt: number;
}

/** Milliseconds that a gateway stays open without a request. Sessions of its clients end with it. */
const IDLE = 30 * 60_000;
const MOST = 1000;

/** Stands for everything of the project; no agent has this name. */
const EVERYTHING = '';

export function createGateways({ open, clock, fastPaths }: GatewaysOptions): Gateways {
  const entries = new Map<string, Entry>();

  const entryOf = (caller: Caller): Entry => {
    const key = keyOf(caller);
    const scope = { project: caller.project, user: userOf(caller.principal) };
    const entry = entries.get(key) ?? { gateway: open(scope, caller), endpoints: new Map(), usedAt: 0 };
    entry.usedAt = clock.now();
    // The one that was used last is the last of the map.
    entries.delete(key);
    entries.set(key, entry);
    entry.gateway.catch(() => entries.delete(key));
    return entry;
  };

  const closeEntry = async (key: string, { gateway, endpoints }: Entry) => {
    entries.delete(key);
    await Promise.all([...endpoints.values()].map((endpoint) => endpoint.close()));
    await (await gateway).close();
  };

  const closeIdle = async () => {
    for (const [key, entry] of entries) {
      if (entries.size <= MOST && clock.now() - entry.usedAt < IDLE) return;
      await closeEntry(key, entry);
    }
  };

  return {
    async handler(caller, agent, head) {
      const { gateway: opening, endpoints } = entryOf(caller);
      const gateway = await opening;
      const name = agent ?? EVERYTHING;
      const known = endpoints.get(name);
      if (agent !== undefined && !(await gateway.hasAgent(agent))) {
        endpoints.delete(name);
        await known?.close();
        return undefined;
      }
      const view = agent === undefined ? gateway : gateway.forAgent(agent);
      const endpoint = endpoints.get(name) ?? createEndpoint({ view, clock, fastPaths });
      endpoints.set(name, endpoint);
      return endpoint.handler(head);
    },
    async end(caller) {
      const key = keyOf(caller);
      const entry = entries.get(key);
      if (entry) await closeEntry(key, entry);
    },
    async refresh() {
      await closeIdle();
      for (const { gateway } of entries.values()) {
        // A database that is busy now can be read the next time.
        await (await gateway).catalog.upstreams().catch(() => {});
      }
    },
    async requestsDone() {
      await Promise.all([...entries.values()].map(async ({ gateway }) => (await gateway).requestsDone()));
    },
    async close() {
      await Promise.all([...entries].map(([key, entry]) => closeEntry(key, entry)));
    },
  };
}

function keyOf({ project, principal }: Caller): string {
  return JSON.stringify([project, userOf(principal)]);
}
