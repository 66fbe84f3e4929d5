/** `mcpctl gateway`: builds the gateway and serves it until it is told to stop. */
import type { HintText } from '../next-step.ts';
import type { AsyncContext, AuditLog, HttpListener, Scope, Tracing } from '../ports/index.ts';
import { resolveTarget, type ToolServer } from '../targets.ts';
import type { TokenPorts } from '../tokens/access-token.ts';
import { gatewayToken } from '../tokens/gateway-token.ts';
import { showAgent } from '../usecases/agents/agent.ts';
import type { HttpAddress, ServeOptions } from '../usecases/serve-options.ts';
import { auditObserver } from './audit.ts';
import type { Caller } from './caller.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { createHttpGateway, PATH } from './http.ts';
import type { Metrics } from './metrics.ts';
import { createRequestGuard } from './request-guard.ts';
import { serveOnStdio } from './stdio.ts';
import { tracingObserver } from './traces.ts';

export interface ServePorts extends TokenPorts {
  readonly callers: AsyncContext<Caller>;
  readonly httpListener: HttpListener;
  readonly auditLog: AuditLog;
  /** Absent when nobody asked for traces. */
  readonly tracing?: Tracing;
  /** Resolves when standard input has ended: the client is gone. */
  readonly inputEnded: () => Promise<void>;
  /** Words a hint, with its steps as commands for the person who started the gateway. */
  readonly hintText: HintText;
}

/** Milliseconds between two looks at what is installed, so that a client hears of it without asking. */
const WATCH = 2000;

/** Refuses `target-unknown`, `target-ambiguous`, `agent-unknown`, `port-taken`. Over HTTP it serves until the process is stopped. */
export async function serveGateway(options: ServeOptions, scope: Scope, ports: ServePorts): Promise<void> {
  const metrics = options.http && (await import('./metrics.ts')).createMetrics();
  const gateway = await openGateway(options, metrics, scope, { ...ports, renewed: metrics?.renewed });
  const over = new AbortController();
  try {
    void watch(gateway, ports, over.signal);
    if (options.http && metrics) await serveOnHttp(gateway, metrics, options.http, scope, ports);
    else await serveOnStdio(gateway, ports.inputEnded);
  } finally {
    over.abort();
    await gateway.close();
    await ports.tracing?.close();
  }
}

async function serveOnHttp(
  gateway: Gateway,
  metrics: Metrics,
  { host, port, listening }: HttpAddress,
  scope: Scope,
  ports: ServePorts,
) {
  const authorize = createRequestGuard(host, await gatewayToken(scope, ports), ports.hintText);
  const { tryHandle, handle } = createHttpGateway(gateway, metrics, ports.hintText);
  const { origin } = await ports.httpListener.listen({ host, port }, { authorize, tryHandle, handle });
  listening(`${origin}${PATH}`);
  await new Promise<never>(() => {});
}

async function openGateway(
  { targets, agent, prefix, callTimeout, auditArguments }: ServeOptions,
  metrics: Metrics | undefined,
  scope: Scope,
  ports: ServePorts,
): Promise<Gateway> {
  if (agent !== undefined) await showAgent({ name: agent }, scope, ports);
  const gateway = createGateway({
    scope,
    ports,
    callers: ports.callers,
    text: ports.hintText,
    prefix,
    timeout: callTimeout && callTimeout * 1000,
    isServed: await servedBy(targets, scope, ports),
    observers: [
      auditObserver(scope, ports.auditLog, auditArguments),
      ...(metrics ? [metrics.observer] : []),
      ...(ports.tracing ? [tracingObserver(ports.tracing)] : []),
    ],
  });
  return agent === undefined ? gateway : gateway.forAgent(agent);
}

/** Names are looked up once, so that a wrong one is refused at the start and not met later as silence. */
async function servedBy(targets: readonly string[], scope: Scope, { state }: TokenPorts) {
  if (targets.length === 0) return undefined;
  const found = await Promise.all(targets.map((name) => resolveTarget(name, scope, state)));
  const names = new Set(
    found.flatMap((target) => (target.kind === 'server' ? [target.server] : target.servers)).map(({ name }) => name),
  );
  return ({ name }: ToolServer) => names.has(name);
}

async function watch(gateway: Gateway, { clock }: ServePorts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(WATCH, signal).catch(() => {});
    // A database that is busy now can be read the next time.
    if (!signal.aborted) await gateway.upstreams().catch(() => {});
  }
}
