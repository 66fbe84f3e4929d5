/** Everything that is served, whichever client asks over whichever transport. */
import type { HintText } from '../next-step.ts';
import type { AsyncContext, Scope } from '../ports/index.ts';
import type { ToolServer } from '../targets.ts';
import type { TokenPorts } from '../tokens/access-token.ts';
import { createActiveCalls } from './active-calls.ts';
import { createAgentView } from './agent-view.ts';
import type { CallObserver } from './call-observer.ts';
import { type Catalog, createCatalog } from './catalog.ts';
import { createFailures, type Failures } from './failures.ts';
import { createForwarder, type Forwarder } from './forward.ts';
import type { ClientChannel } from './forwarded-request.ts';
import { createNotificationSource, type Notifications } from './notifications.ts';
import { type CallObservers, createCallObservers } from './observe-call.ts';
import { createRequestsUnderWay } from './requests-under-way.ts';
import { createResourceLinks, type ResourceLinks } from './resource-links.ts';
import { messageHandler } from './server-message-handler.ts';
import { createSuspendedCalls } from './suspended-calls.ts';
import type { Upstream } from './upstream.ts';
import { ALL_LISTS, createUpstreams } from './upstreams.ts';

/** What a client can use: everything, or the part of an agent. */
export interface GatewayView {
  readonly catalog: Catalog;
  readonly forwarder: Forwarder;
  readonly notifications: Notifications;
  readonly observers: CallObservers;
  readonly failures: Failures;
  readonly links: ResourceLinks;
  /** The part of this view that is attached to the agent, as long as there is such an agent. */
  forAgent(name: string): GatewayView;
}

export interface Gateway extends GatewayView {
  hasAgent(name: string): Promise<boolean>;
  /** Resolves when no request of a client waits for a server. */
  requestsDone(): Promise<void>;
  close(): Promise<void>;
}

export interface GatewayOptions {
  readonly scope: Scope;
  readonly ports: TokenPorts;
  readonly clientContext: AsyncContext<ClientChannel>;
  /** Which servers take part; all when left out. */
  readonly isServed?: (server: ToolServer) => boolean;
  /** The only agent whose view is used: then nothing of the others is read. */
  readonly onlyAgent?: string;
  /** Whether names are exposed with the namespace of their server. */
  readonly prefix: boolean;
  /** How long a server may be silent during a request, in milliseconds. */
  readonly timeout?: number;
  /** Whether new tools and prompts are hidden until somebody accepts them; as it is stored, when left out. */
  readonly holdNew?: boolean;
  readonly observers?: readonly CallObserver[];
  /** Writes hints for the person who has started the gateway. */
  readonly hintText: HintText;
  /** Whether calls between clients and servers of 2025 may bypass the SDK. */
  readonly fastPaths: boolean;
  /**
   * Aborted, with a Refusal as its reason, when the caller may not go on: then clients see nothing any more, hear that the lists
   * have changed, and calls under way end with the reason.
   */
  readonly ended?: AbortSignal;
}

export function createGateway(options: GatewayOptions): Gateway {
  const { scope, ports, isServed = () => true, prefix, timeout, holdNew, observers = [], fastPaths, ended } = options;
  const failures = createFailures(options.hintText);
  const source = createNotificationSource();
  const activeCalls = createActiveCalls(options.clientContext);
  const requestsUnderWay = createRequestsUnderWay();
  const links = createResourceLinks();
  const suspendedCalls = createSuspendedCalls(ports.clock);
  const forwarder = createForwarder({ activeCalls, suspendedCalls, requestsUnderWay, links, timeout });
  const upstreams = createUpstreams({
    scope,
    ports,
    fastPaths,
    currentClient: activeCalls.current,
    holdNew,
    isServed,
    onlyAgent: options.onlyAgent,
    onListChanged: source.listChanged,
    onAdded: source.upstreamAdded,
    handlerFor: ({ name }) => messageHandler(name, activeCalls, source),
  });
  const viewOf = (visible: () => Promise<readonly Upstream[]>, agent?: string): GatewayView => ({
    catalog: createCatalog(visible, prefix),
    forwarder,
    notifications: source.notificationsFor({ upstreams: visible, agent }),
    observers: createCallObservers({ observers, failures, clock: ports.clock, agent, ended }),
    failures,
    links,
    forAgent(name) {
      const select = createAgentView();
      return viewOf(async () => select(await upstreams.agent(name), await visible()), name);
    },
  });
  const tellEnded = () => {
    for (const list of ALL_LISTS) source.listChanged(list);
  };
  ended?.addEventListener('abort', tellEnded, { once: true });
  return {
    ...viewOf(async () => (ended?.aborted ? [] : upstreams.list())),
    hasAgent: async (name) => (await upstreams.agent(name)) !== undefined,
    requestsDone: requestsUnderWay.done,
    close: upstreams.close,
  };
}
