/**
 * The gateways of the callers: one for each principal and agent, which reads nothing of other agents. Callers of one principal
 * share it, since they have the same accounts; another principal never meets its sessions, lists or connections. Gateways that
 * nobody has used for a while are closed.
 */
import { createEndpoint, type Endpoint } from '../gateway/endpoint.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Upstream } from '../gateway/upstream.ts';
import { callableAgents } from '../identity/authorize.ts';
import type { Caller } from '../identity/caller.ts';
import type { Clock, RequestHandler, RequestHead } from '../ports/index.ts';
import { userOf } from '../principal.ts';
import { Refusal } from '../refusal.ts';

export interface Gateways {
  /**
   * Returns who handles a request of the caller, or undefined when there is no such agent.
   * @param agent Undefined for everything of the project.
   */
  handler(caller: Caller, agent: string | undefined, head: RequestHead): Promise<RequestHandler | undefined>;
  /** Reads again what is installed, and who may still call, so that clients hear of changes without asking. */
  refresh(): Promise<void>;
  /** Each server that some gateway uses, once. */
  upstreams(): Promise<readonly Upstream[]>;
  requestsDone(): Promise<void>;
  close(): Promise<void>;
}

export interface GatewaysOptions {
  /** Opens a gateway for an agent, or for everything of the project. */
  readonly open: (caller: Caller, ended: AbortSignal, agent: string | undefined) => Promise<Gateway>;
  /**
   * Returns the caller as it is now.
   * @throws Refusal `unauthenticated`
   */
  readonly stillGood: (caller: Caller) => Promise<Caller>;
  readonly clock: Clock;
  readonly fastPaths: boolean;
}

interface Entry {
  readonly gateway: Promise<Gateway>;
  readonly endpoint: Promise<Endpoint>;
  /** Undefined for everything of the project. */
  readonly agent: string | undefined;
  readonly ended: AbortController;
  /** Who uses it, by what each shows. */
  readonly users: Map<string, Caller>;
  usedAt: number;
}

/** Milliseconds that a gateway stays open without a request. Sessions of its clients end with it. */
const IDLE = 30 * 60_000;
const MOST = 1000;
const MOST_A_ROUND = 100;

export function createGateways({ open, stillGood, clock, fastPaths }: GatewaysOptions): Gateways {
  const entries = new Map<string, Entry>();

  const entryOf = (caller: Caller, agent: string | undefined): Entry => {
    const key = keyOf(caller, agent);
    const entry = entries.get(key) ?? newEntry(caller, agent);
    entry.usedAt = clock.now();
    // The one that was used last is the last of the map.
    entries.delete(key);
    entries.set(key, entry);
    entry.endpoint.catch(() => entries.delete(key));
    return entry;
  };

  const newEntry = (caller: Caller, agent: string | undefined): Entry => {
    const ended = new AbortController();
    const gateway = open(caller, ended.signal, agent);
    const endpoint = gateway.then((opened) => {
      const view = agent === undefined ? opened : opened.forAgent(agent);
      return createEndpoint({ view, clock, fastPaths });
    });
    return { gateway, endpoint, agent, ended, users: new Map(), usedAt: 0 };
  };

  const closeEntry = async (key: string, { gateway, endpoint }: Entry) => {
    entries.delete(key);
    await (await endpoint).close();
    await (await gateway).close();
  };

  const closeIdle = async () => {
    for (const [key, entry] of entries) {
      if (entries.size <= MOST && clock.now() - entry.usedAt < IDLE) return;
      await closeEntry(key, entry);
    }
  };

  let at = 0;
  /** The next so many of all, so that each has its turn and a round costs a bounded number of queries. */
  const nextOf = <T>(all: readonly T[]): readonly T[] => {
    const from = at < all.length ? at : 0;
    at = from + MOST_A_ROUND;
    return all.slice(from, at);
  };

  /** Ends the gateway when somebody who uses it may not go on: whoever still may, begins anew with the next request. */
  const endUnlessGood = async (key: string, entry: Entry) => {
    for (const [proof, caller] of entry.users) {
      const refusal = await whyNot(caller, entry.agent, stillGood);
      if (refusal === undefined) continue;
      entry.users.delete(proof);
      if (isHarmless(refusal)) continue;
      entries.delete(key);
      entry.ended.abort(refusal);
      // Calls end with the refusal, and clients are told, before their sessions end.
      await clock.sleep(TO_BE_TOLD);
      await closeEntry(key, entry);
      return;
    }
  };

  return {
    async handler(caller, agent, head) {
      const entry = entryOf(caller, agent);
      const endpoint = await entry.endpoint;
      if (agent !== undefined && !(await (await entry.gateway).hasAgent(agent))) {
        await closeEntry(keyOf(caller, agent), entry);
        return undefined;
      }
      entry.users.set(caller.proof?.hash ?? '', caller);
      return endpoint.handler(head);
    },
    async refresh() {
      await closeIdle();
      await Promise.all(
        nextOf([...entries]).map(async ([key, entry]) => {
          await endUnlessGood(key, entry);
          // A database that is busy now can be read the next time.
          if (!entry.ended.signal.aborted) await (await entry.gateway).catalog.upstreams().catch(() => {});
        }),
      );
    },
    async upstreams() {
      const all = new Map<string, Upstream>();
      for (const { gateway } of entries.values()) {
        const seen = await (await gateway).catalog.upstreams().catch(() => []);
        for (const upstream of seen) all.set(upstream.server.name, upstream);
      }
      return [...all.values()];
    },
    async requestsDone() {
      await Promise.all([...entries.values()].map(async ({ gateway }) => (await gateway).requestsDone()));
    },
    async close() {
      await Promise.all([...entries].map(([key, entry]) => closeEntry(key, entry)));
    },
  };
}

/** Milliseconds. */
const TO_BE_TOLD = 100;

/** Returns why the caller may not go on with what it does. A database that is busy now says nothing. */
async function whyNot(
  caller: Caller,
  agent: string | undefined,
  stillGood: GatewaysOptions['stillGood'],
): Promise<Refusal | undefined> {
  try {
    const now = await stillGood(caller);
    if (!now.rights.has('tools.call')) return roleChanged();
    return agent !== undefined && callableAgents(now)?.has(agent) === false ? agentTaken(agent) : undefined;
  } catch (thrown) {
    return thrown instanceof Refusal && thrown.code === 'unauthenticated' ? thrown : undefined;
  }
}

/** A token that has run out ends nothing that it began: its client gets another one. */
function isHarmless({ details }: Refusal): boolean {
  return details.reason === 'expired';
}

function agentTaken(agent: string): Refusal {
  return new Refusal('right-missing', {
    what: `The agent ${agent} was taken from you.`,
    hint: 'Ask an admin of the project for it.',
  });
}

function roleChanged(): Refusal {
  return new Refusal('right-missing', {
    what: 'You may not call tools any more.',
    why: 'Your role has changed.',
    hint: 'Ask an admin of the project.',
  });
}

function keyOf({ project, principal }: Caller, agent: string | undefined): string {
  return JSON.stringify([project, userOf(principal), agent]);
}
