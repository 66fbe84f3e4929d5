/** Everything that is served, to whomever asks, over whichever transport: servers are made of it, one a client. */

import type { ProgressCallback, ProtocolEra } from '@modelcontextprotocol/client';
import type { Result, RunInContext } from '../mcp/forward-request.ts';
import type { Tool } from '../mcp/session.ts';
import { mayBeNamed } from '../mcp/tool-names.ts';
import type { HintText } from '../next-step.ts';
import type { AsyncContext, Scope } from '../ports/index.ts';
import type { ToolServer } from '../targets.ts';
import type { TokenPorts } from '../tokens/access-token.ts';
import { createAgentView } from './agent-view.ts';
import { bounded, type CallObserver, type StartedCall } from './call-observer.ts';
import type { Caller } from './caller.ts';
import { type Catalog, createCatalog, hiddenNames } from './catalog.ts';
import { createFailures, type Failures } from './failures.ts';
import { createSuspendedCalls, type SuspendedCalls } from './suspended-calls.ts';
import type { ListName, Lists, Upstream } from './upstream.ts';
import { createUpstreamSubscriptions, type UpstreamSubscriptions } from './upstream-subscriptions.ts';
import { createUpstreams } from './upstreams.ts';

export interface GatewayOptions {
  readonly scope: Scope;
  readonly ports: TokenPorts;
  readonly callers: AsyncContext<Caller>;
  /** Which servers take part; all when left out. */
  readonly isServed?: (server: ToolServer) => boolean;
  /** Whether names are namespaced. */
  readonly prefix: boolean;
  /** How long a request may be silent. Milliseconds. */
  readonly timeout?: number;
  readonly observers?: readonly CallObserver[];
  readonly text: HintText;
}

export interface ForwardedRequest {
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
  readonly observers: readonly CallObserver[];
  readonly failures: Failures;
  /** A call that begins now, as its observers see it. */
  startCall(call: Omit<StartedCall, 'at' | 'agent'>): StartedCall;
  /** With a name, only of those who may have given it. */
  catalog<Name extends ListName>(list: Name, name?: string): Promise<Catalog<Lists[Name]>>;
  /** Waits for those who may have given the name and have never answered: whoever calls them has to. */
  waitForFirstAnswer(list: ListName, name: string): Promise<void>;
  upstreams(): Promise<readonly Upstream[]>;
  /** The names of tools that are kept back, as `offers` found them last. */
  hidden(): Promise<ReadonlySet<string>>;
  /** Refuses what the way to the upstream and the upstream refuse. */
  forward(upstream: Upstream, passing: ForwardedRequest): Promise<Result>;
  /** Told of lists that are different now. Returns how to stop being told. */
  onChanged(listener: (list: ListName) => void): () => void;
  /** Told of log lines of the upstreams that belong to no request. */
  onLogged(listener: (params: Record<string, unknown>) => void): () => void;
  /** Returns how to stop being told when a resource changes. Refuses what its upstream refuses. */
  subscribe: UpstreamSubscriptions['subscribe'];
  /** Calls target server has asked for something that a client of 2026-07-28 is to answer. */
  readonly suspended: SuspendedCalls;
  /** What this agent may use of it, as long as there is such an agent. */
  forAgent(agent: string): Gateway;
  hasAgent(name: string): Promise<boolean>;
  close(): Promise<void>;
}

export function createGateway(options: GatewayOptions): Gateway {
  const { scope, ports, callers, isServed = () => true, prefix, timeout, observers = [] } = options;
  const listeners = new Set<(list: ListName, agent?: string) => void>();
  const logListeners = new Set<(params: Record<string, unknown>, server: ToolServer) => void>();
  const watched = createUpstreamSubscriptions();
  const suspended = createSuspendedCalls(ports.clock);
  const failures = createFailures(options.text);
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
  const upstreams = createUpstreams({
    scope,
    ports,
    isServed,
    changed: (list, agent) => {
      for (const listener of listeners) listener(list, agent);
    },
    came: watched.replaced,
    relay: (server) => ({
      onLogMessage(params) {
        const caller = current();
        if (caller) caller.log(params);
        else for (const listener of logListeners) listener(params, server);
      },
      onResourceUpdated: (uri) => watched.updated(server.name, uri),
      onRequest: async (method, params, signal) => {
        const caller = current() ?? onlyOneAt(server);
        if (!caller) throw new Error(`It is not known target call it belongs to, so ${method} has nobody to go to.`);
        return caller.ask(method, params, signal);
      },
    }),
  });
  const over = (seen: () => Promise<readonly Upstream[]>, agent?: string): Gateway => {
    const possible = async (name: string | undefined) => {
      const all = await seen();
      return name === undefined || !prefix ? all : all.filter(({ server }) => mayBeNamed(name, server.namespace));
    };
    const isSeen = async ({ name }: ToolServer) => {
      const all = await seen().catch(() => []);
      return all.some(({ server }) => server.name === name);
    };
    const offers = createCatalog(prefix);
    return {
      observers,
      failures,
      startCall: (call) => bounded({ ...call, at: ports.clock.now(), agent }),
      upstreams: seen,
      catalog: async (list, name) => offers(await seen(), list, name),
      async waitForFirstAnswer(list, name) {
        await Promise.all((await possible(name)).map(({ lists }) => lists[list].settled()));
      },
      hidden: async () => hiddenNames(await seen(), prefix),
      async forward(upstream, { method, params, caller, era, signal, onProgress, tool }) {
        waiting.set(caller, upstream.server.name);
        const runInContext: RunInContext = (work) => callers.run(caller, work);
        const options = { client: era, signal, onProgress, tool, timeout, runInContext };
        return upstream.forward({ method, params }, options).finally(() => waiting.delete(caller));
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
      subscribe: (upstream, uri, heard) =>
        // Who may no longer use the server hears no more of it.
        watched.subscribe(upstream, uri, () => void isSeen(upstream.server).then((may) => may && heard(uri))),
      suspended,
      forAgent(name) {
        const view = createAgentView();
        return over(async () => view(await upstreams.agent(name), await seen()), name);
      },
      hasAgent: async (name) => (await upstreams.agent(name)) !== undefined,
      close: upstreams.close,
    };
  };
  return over(upstreams.list);
}
