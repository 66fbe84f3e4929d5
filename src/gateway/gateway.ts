/** Everything that is served, to whomever asks, over whichever transport: servers are made of it, one a client. */
import type { ProgressCallback, ProtocolEra } from '@modelcontextprotocol/client';
import { mayBeNamed } from '../mcp/names.ts';
import type { Follow, Result } from '../mcp/passing.ts';
import type { Tool } from '../mcp/session.ts';
import type { Following, Scope } from '../ports.ts';
import type { ToolServer } from '../targets.ts';
import type { TokenPorts } from '../tokens/access-token.ts';
import { createAgentView } from './agent-view.ts';
import type { Caller } from './caller.ts';
import type { ListName, Lists, Member } from './member.ts';
import { createMembers } from './members.ts';
import { createOffers, hiddenNames, type Offers } from './offers.ts';
import { createParkedCalls, type ParkedCalls } from './parked-calls.ts';
import { createWatchedResources, type WatchedResources } from './watched-resources.ts';
import { type BegunCall, bounded, type Witness } from './witness.ts';

export interface GatewayOptions {
  readonly scope: Scope;
  readonly ports: TokenPorts;
  readonly callers: Following<Caller>;
  /** Which servers take part; all when left out. */
  readonly isServed?: (server: ToolServer) => boolean;
  /** Whether names are namespaced. */
  readonly prefix: boolean;
  /** How long a request may be silent. Milliseconds. */
  readonly timeout?: number;
  readonly witnesses?: readonly Witness[];
}

export interface Passing {
  readonly method: string;
  readonly params: Record<string, unknown>;
  readonly caller: Caller;
  /** Of the client that asks. */
  readonly era: ProtocolEra;
  readonly signal: AbortSignal;
  readonly onProgress?: ProgressCallback;
  readonly tool?: Tool;
}

export interface Gateway {
  /** Of each call. */
  readonly witnesses: readonly Witness[];
  /** A call that begins now, as its witnesses see it. */
  begun(call: Omit<BegunCall, 'at' | 'agent'>): BegunCall;
  /** With a name, only of those who may have given it. */
  offers<Name extends ListName>(list: Name, name?: string): Promise<Offers<Lists[Name]>>;
  /** Waits for those who may have given the name and have never answered: whoever calls them has to. */
  settled(list: ListName, name: string): Promise<void>;
  members(): Promise<readonly Member[]>;
  /** The names of tools that are kept back, as `offers` found them last. */
  hidden(): Promise<ReadonlySet<string>>;
  /** Refuses what the way to the member and the member refuse. */
  pass(member: Member, passing: Passing): Promise<Result>;
  /** Told of lists that are different now. Returns how to stop being told. */
  onChanged(listener: (list: ListName) => void): () => void;
  /** Told of log lines of the members that belong to no request. */
  onLogged(listener: (params: Record<string, unknown>) => void): () => void;
  /** Returns how to stop being told when a resource changes. Refuses what its member refuses. */
  watch: WatchedResources['watch'];
  /** Calls whose server has asked for something that a client of 2026-07-28 is to answer. */
  readonly parked: ParkedCalls;
  /** What this agent may use of it, as long as there is such an agent. */
  seenBy(agent: string): Gateway;
  hasAgent(name: string): Promise<boolean>;
  close(): Promise<void>;
}

export function createGateway(options: GatewayOptions): Gateway {
  const { scope, ports, callers, isServed = () => true, prefix, timeout, witnesses = [] } = options;
  const listeners = new Set<(list: ListName, agent?: string) => void>();
  const logListeners = new Set<(params: Record<string, unknown>, server: ToolServer) => void>();
  const watched = createWatchedResources();
  const parked = createParkedCalls(ports.clock);
  /** For whom, at which server. */
  const waiting = new Map<Caller, string>();
  /** Whoever waits; a session that was opened on the way of a call outlives it, and is no longer its own. */
  const current = () => {
    const caller = callers.current();
    return caller && waiting.has(caller) ? caller : undefined;
  };
  /** Some older servers ask on the stream that belongs to no call (Streamable HTTP, "Listening for Messages"). */
  const onlyOneAt = ({ name }: ToolServer) => {
    const [first, ...others] = [...waiting].filter(([, at]) => at === name);
    return others.length === 0 ? first?.[0] : undefined;
  };
  const members = createMembers({
    scope,
    ports,
    isServed,
    changed: (list, agent) => {
      for (const listener of listeners) listener(list, agent);
    },
    came: watched.came,
    relay: (server) => ({
      logged(params) {
        const caller = current();
        if (caller) caller.log(params);
        else for (const listener of logListeners) listener(params, server);
      },
      updated: (uri) => watched.updated(server.name, uri),
      asked: async (method, params, signal) => {
        const caller = current() ?? onlyOneAt(server);
        if (!caller) throw new Error(`It is not known whose call it belongs to, so ${method} has nobody to go to.`);
        return caller.ask(method, params, signal);
      },
    }),
  });
  const over = (seen: () => Promise<readonly Member[]>, agent?: string): Gateway => {
    const possible = async (name: string | undefined) => {
      const all = await seen();
      return name === undefined || !prefix ? all : all.filter(({ server }) => mayBeNamed(name, server.namespace));
    };
    const isSeen = async ({ name }: ToolServer) => {
      const all = await seen().catch(() => []);
      return all.some(({ server }) => server.name === name);
    };
    const offers = createOffers(prefix);
    return {
      witnesses,
      begun: (call) => bounded({ ...call, at: ports.clock.now(), agent }),
      members: seen,
      offers: async (list, name) => offers(await seen(), list, name),
      async settled(list, name) {
        await Promise.all((await possible(name)).map(({ lists }) => lists[list].settled()));
      },
      hidden: async () => hiddenNames(await seen(), prefix),
      async pass(member, { method, params, caller, era, signal, onProgress, tool }) {
        waiting.set(caller, member.server.name);
        const follow: Follow = (work) => callers.run(caller, work);
        const options = { client: era, signal, onProgress, tool, timeout, follow };
        return member.pass({ method, params }, options).finally(() => waiting.delete(caller));
      },
      onChanged(listener) {
        const hear = (list: ListName, concerned?: string) => {
          if (concerned === undefined || concerned === agent) listener(list);
        };
        listeners.add(hear);
        return () => listeners.delete(hear);
      },
      onLogged(listener) {
        // What a server says is for those alone who may use it.
        const hear = (params: Record<string, unknown>, server: ToolServer) =>
          void isSeen(server).then((may) => may && listener(params));
        logListeners.add(hear);
        return () => logListeners.delete(hear);
      },
      watch: (member, uri, heard) =>
        // Who may no longer use the server hears no more of it.
        watched.watch(member, uri, () => void isSeen(member.server).then((may) => may && heard(uri))),
      parked,
      seenBy(name) {
        const view = createAgentView();
        return over(async () => view(await members.agent(name), await seen()), name);
      },
      hasAgent: async (name) => (await members.agent(name)) !== undefined,
      close: members.close,
    };
  };
  return over(members.current);
}
