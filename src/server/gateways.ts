/**
 * The gateway of each caller. Callers of one principal share one, since they have the same accounts; another principal never
 * meets its sessions, lists or connections. Gateways that nobody has used for a while are closed.
 */
import { createEndpoint, type Endpoint } from '../gateway/endpoint.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Caller } from '../identity/caller.ts';
import type { Clock, RequestHandler, RequestHead, Scope } from '../ports/index.ts';
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
  requestsDone(): Promise<void>;
  close(): Promise<void>;
}

export interface GatewaysOptions {
  readonly open: (scope: Scope, ended: AbortSignal) => Promise<Gateway>;
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
  readonly endpoints: Map<string, Endpoint>;
  readonly ended: AbortController;
  /** Who uses it: by what each shows, with the agents that were asked for. */
  readonly users: Map<string, User>;
  usedAt: number;
}

interface User {
  readonly caller: Caller;
  readonly agents: Set<string>;
}

/** Milliseconds that a gateway stays open without a request. Sessions of its clients end with it. */
const IDLE = 30 * 60_000;
const MOST = 1000;
const MOST_A_ROUND = 100;

/** Stands for everything of the project; no agent has this name. */
const EVERYTHING = '';

export function createGateways({ open, stillGood, clock, fastPaths }: GatewaysOptions): Gateways {
  const entries = new Map<string, Entry>();

  const entryOf = (caller: Caller): Entry => {
    const key = keyOf(caller);
    const entry = entries.get(key) ?? newEntry(caller);
    entry.usedAt = clock.now();
    // The one that was used last is the last of the map.
    entries.delete(key);
    entries.set(key, entry);
    entry.gateway.catch(() => entries.delete(key));
    return entry;
  };

  const newEntry = ({ project, principal }: Caller): Entry => {
    const ended = new AbortController();
    const gateway = open({ project, user: userOf(principal) }, ended.signal);
    return { gateway, endpoints: new Map(), ended, users: new Map(), usedAt: 0 };
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

  let at = 0;
  /** The next so many of all, so that each has its turn and a round costs a bounded number of queries. */
  const nextOf = <T>(all: readonly T[]): readonly T[] => {
    const from = at < all.length ? at : 0;
    at = from + MOST_A_ROUND;
    return all.slice(from, at);
  };

  /** Ends the gateway when somebody who uses it may not go on: whoever still may, begins anew with the next request. */
  const endUnlessGood = async (key: string, entry: Entry) => {
    for (const [proof, user] of entry.users) {
      const refusal = await whyNot(user, stillGood);
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
      const entry = entryOf(caller);
      const { gateway: opening, endpoints, users } = entry;
      const gateway = await opening;
      const name = agent ?? EVERYTHING;
      const known = endpoints.get(name);
      if (agent !== undefined && !(await gateway.hasAgent(agent))) {
        endpoints.delete(name);
        await known?.close();
        return undefined;
      }
      noteUser(users, caller, name);
      const view = agent === undefined ? gateway : gateway.forAgent(agent);
      const endpoint = endpoints.get(name) ?? createEndpoint({ view, clock, fastPaths });
      endpoints.set(name, endpoint);
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

function noteUser(users: Entry['users'], caller: Caller, agent: string): void {
  const proof = caller.proof?.hash ?? '';
  const known = users.get(proof);
  if (known) known.agents.add(agent);
  else users.set(proof, { caller, agents: new Set([agent]) });
}

/** Returns why the caller may not go on with what it does. A database that is busy now says nothing. */
async function whyNot({ caller, agents }: User, stillGood: GatewaysOptions['stillGood']): Promise<Refusal | undefined> {
  try {
    const now = await stillGood(caller);
    const taken = [...agents].find((agent) => agent !== EVERYTHING && now.agents && !now.agents.has(agent));
    if (taken !== undefined) return agentTaken(taken);
    return now.rights.has('tools.call') ? undefined : roleChanged();
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

function keyOf({ project, principal }: Caller): string {
  return JSON.stringify([project, userOf(principal)]);
}
