/** `mcpctl gateway`: builds the gateway and serves it until the client goes or the process is stopped. */
import { localCaller } from '../identity/caller.ts';
import type { HintText } from '../next-step.ts';
import type {
  AsyncContext,
  AuditLog,
  HttpAddress,
  HttpListener,
  Progress,
  Scope,
  ServeOptions,
  Tracing,
} from '../ports/index.ts';
import { resolveTarget, type ToolServer } from '../targets.ts';
import type { TokenPorts } from '../tokens/access-token.ts';
import { gatewayToken } from '../tokens/gateway-token.ts';
import { renewalsDone } from '../tokens/under-way.ts';
import { type AuditWriter, createAuditWriter } from '../usecases/access/audit-writer.ts';
import { showAgent } from '../usecases/agents/agent.ts';
import { auditObserver } from './audit.ts';
import { auditRowObserver } from './audit-rows.ts';
import { requestAuthorizer } from './authorize-request.ts';
import type { CallObserver } from './call-observer.ts';
import { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
import { createHttpGateway, type HttpGatewayOptions, PATH } from './http.ts';
import type { Metrics } from './metrics.ts';
import { repeat } from './repeat.ts';
import { serveOnStdio } from './stdio.ts';
import { tracingObserver } from './tracing.ts';

export interface ServePorts extends TokenPorts {
  readonly createContext: <T>() => AsyncContext<T>;
  readonly httpListener: HttpListener;
  readonly auditLog: AuditLog;
  readonly progress: Pick<Progress, 'warn'>;
  /** Absent unless traces are wanted. */
  readonly tracing?: Tracing;
  /** Resolves when standard input has ended, which means that the client has gone. */
  readonly inputEnded: () => Promise<void>;
  /** Registers what is done before the process ends at a signal. */
  readonly beforeEnd: (finish: () => Promise<void>) => void;
  /** Writes a hint with its steps as commands, for the person who has started the gateway. */
  readonly hintText: HintText;
}

export interface GatewayServeOptions extends ServeOptions {
  /** Whether calls between clients and servers of 2025 may bypass the SDK; MCPCTL_SLOW=1 turns that off. */
  readonly fastPaths: boolean;
}

/** How often the gateway looks at what is installed, so that clients hear of changes without asking. Milliseconds. */
const REFRESH_INTERVAL = 2000;

/** How often it looks for tokens that wait to be revoked. Milliseconds. */
const REVOCATION_INTERVAL = 60_000;

/** @throws Refusal target-unknown, target-ambiguous, agent-unknown, port-taken */
export async function serveGateway(options: GatewayServeOptions, scope: Scope, ports: ServePorts): Promise<void> {
  const { agent, http, fastPaths } = options;
  if (agent !== undefined) await showAgent({ name: agent }, scope, ports);
  const metrics = http && (await import('./metrics.ts')).createMetrics();
  const auditWriter = createAuditWriter(ports, { warn: ports.progress.warn });
  const gateway = await openGateway(options, scope, { ...ports, metrics, auditWriter });
  const view = agent === undefined ? gateway : gateway.forAgent(agent);
  const stopped = new AbortController();
  const finishRequests = async () => {
    await gateway.requestsDone();
    await renewalsDone();
    await auditWriter.flush();
    // A response is written right after its request is done.
    await ports.clock.sleep(1);
  };
  try {
    const repeating = { clock: ports.clock, signal: stopped.signal };
    void repeat(REFRESH_INTERVAL, repeating, () => view.catalog.upstreams());
    void repeat(REVOCATION_INTERVAL, repeating, () => revoke(ports));
    if (http && metrics) {
      const { clock, hintText } = ports;
      const authorize = requestAuthorizer({
        host: http.host,
        token: await gatewayToken(scope, ports),
        owner: localCaller(scope),
        hintText,
      });
      const { hasAgent } = gateway;
      await serveOnHttp(
        http,
        { authorize, view, hasAgent, metrics, fastPaths, clock, hintText },
        { ...ports, finishRequests },
      );
    } else {
      ports.beforeEnd(finishRequests);
      await serveOnStdio(view, ports.inputEnded);
    }
  } finally {
    stopped.abort();
    await gateway.close();
    await auditWriter.flush();
    await ports.tracing?.close();
  }
}

interface HttpServing extends Pick<ServePorts, 'httpListener' | 'beforeEnd'> {
  readonly finishRequests: () => Promise<void>;
}

/** Serves until the process is stopped. Requests that were admitted before are answered. */
async function serveOnHttp(
  { host, port, listening }: HttpAddress,
  options: HttpGatewayOptions,
  { httpListener, beforeEnd, finishRequests }: HttpServing,
): Promise<never> {
  const site = createHttpGateway(options);
  const listener = await httpListener.listen({ host, port }, site);
  beforeEnd(async () => {
    listener.stopAdmitting();
    await finishRequests();
    // Ends the streams that last as long as their clients.
    await site.close();
    await listener.responsesDone();
  });
  listening(`${listener.origin}${PATH}`);
  return new Promise<never>(() => {});
}

/** What a gateway is opened with, whoever its clients are. */
export interface OpenGatewayOptions
  extends Omit<GatewayServeOptions, 'http' | 'agent'>,
    Pick<GatewayOptions, 'ended' | 'onlyAgent'> {
  /** How the caller is called in the audit; by the user of the scope when left out. */
  readonly callerName?: string;
}

interface GatewayParts extends ServePorts {
  readonly metrics: Metrics | undefined;
  /** Where calls are kept beside the audit file. */
  readonly auditWriter?: AuditWriter;
  /** Others who see each call, before the rest. */
  readonly observers?: readonly CallObserver[];
}

/** @throws Refusal target-unknown, target-ambiguous */
export async function openGateway(
  {
    targets,
    prefix,
    callTimeout,
    auditArguments,
    auditDurable,
    holdNew,
    fastPaths,
    ended,
    onlyAgent,
    callerName,
  }: OpenGatewayOptions,
  scope: Scope,
  { metrics, auditWriter, observers = [], ...ports }: GatewayParts,
): Promise<Gateway> {
  const audit = { withArguments: auditArguments, isDurable: auditDurable };
  const caller = { project: scope.project, name: callerName ?? scope.user };
  return createGateway({
    scope,
    ports: { ...ports, renewed: metrics?.renewed },
    clientContext: ports.createContext(),
    hintText: ports.hintText,
    prefix,
    fastPaths,
    holdNew,
    ended,
    onlyAgent,
    timeout: callTimeout && callTimeout * 1000,
    isServed: await servedBy(targets, scope, ports),
    observers: [
      ...observers,
      auditObserver(scope, ports, audit),
      ...(auditWriter ? [auditRowObserver(caller, auditWriter, audit)] : []),
      ...(metrics ? [metrics.observer] : []),
      ...(ports.tracing ? [tracingObserver(ports.tracing)] : []),
    ],
  });
}

/** Looks the names up once, so that a wrong name is refused at the start. Undefined when there are no names. */
async function servedBy(targets: readonly string[], scope: Scope, { state }: TokenPorts) {
  if (targets.length === 0) return undefined;
  const found = await Promise.all(targets.map((name) => resolveTarget(name, scope, state)));
  const names = new Set(
    found.flatMap((target) => (target.kind === 'server' ? [target.server] : target.servers)).map(({ name }) => name),
  );
  return ({ name }: ToolServer) => names.has(name);
}

/** Works off what commands that died have left behind. */
async function revoke(ports: TokenPorts): Promise<void> {
  const { revokeLeftBehind } = await import('../tokens/revocations.ts');
  await revokeLeftBehind(ports);
}
