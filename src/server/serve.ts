/** `serve`: the server for backends, web apps and people, until the process is stopped. */

import { createMetrics, type Metrics } from '../gateway/metrics.ts';
import { repeat } from '../gateway/repeat.ts';
import { type OpenGatewayOptions, openGateway, type ServePorts } from '../gateway/serve.ts';
import type { Caller } from '../identity/caller.ts';
import { publicUrlOf } from '../operations/addresses.ts';
import type { OpenNetwork, Ports, ServerOptions } from '../ports/index.ts';
import { userOf } from '../principal.ts';
import { sweepKnownRegistrations } from '../providers/orphans.ts';
import { type SeenSecrets, seeSecretsByRequest } from '../secret.ts';
import { revokeLeftBehind } from '../tokens/revocations.ts';
import { renewalsDone } from '../tokens/under-way.ts';
import { type AuditWriter, createAuditWriter } from '../usecases/access/audit-writer.ts';
import { callbackUri } from '../usecases/connect/hosted/addresses.ts';
import { expireConsents } from '../usecases/connect/hosted/expire-consents.ts';
import { createApi } from './api.ts';
import { type Callers, createCallers } from './callers.ts';
import { hostChecker } from './check-host.ts';
import { createConsentPages } from './consent-pages/consent-pages.ts';
import { createGateways, type GatewaysOptions } from './gateways.ts';
import { createInternalSite } from './internal-site.ts';
import { createLimiting, type Limiting } from './limiting.ts';
import { createMcpSite } from './mcp-site.ts';
import { openNetworkOf } from './open-network.ts';
import { ownerOfToken } from './owner-token.ts';
import { createPages } from './pages.ts';
import type { ServerSettings } from './route.ts';
import { ROUTES } from './routes.ts';
import { sessionInCookies } from './session-cookie.ts';
import { addressOf, checkedSettings } from './settings.ts';
import { createSite } from './site.ts';
import { createWebAppOrigins } from './web-app-origins.ts';

export interface ServeInput extends ServerOptions {
  /** Whether calls between clients and servers of 2025 may bypass the SDK; MCPCTL_SLOW=1 turns that off. */
  readonly fastPaths: boolean;
}

export type ServerPorts = ServePorts &
  Omit<Ports, 'files' | 'folders'> & {
    /** The network for addresses that callers name. */
    readonly networkFor: (callers: CallersNetwork) => Ports['network'];
  };

/** Where requests for callers may go: public addresses, and what the operator has opened. */
export interface CallersNetwork {
  /** Whether servers on this machine may be named. */
  readonly loopback: boolean;
  readonly networks: readonly OpenNetwork[];
  /** Ports of this machine that no request goes to. */
  readonly shutPorts: () => readonly number[];
}

/** How often the server looks at what is installed, at what has expired, and at tokens to be revoked. Milliseconds. */
const REFRESH = 500;
const SWEEP = 60_000;

/** What an operation says of its steps is for the person at a terminal. The log of a server is not theirs. */
const SILENT: Ports['progress'] = { step() {}, done() {}, note() {}, warn() {} };

/** @throws Refusal usage, address-refused, port-taken */
export async function serve(input: ServeInput, { networkFor, ...given }: ServerPorts): Promise<never> {
  const address = checkedSettings(input);
  const internalAddress = input.internalListen === undefined ? undefined : addressOf(input.internalListen);
  const ownPorts: number[] = [];
  const network = networkFor({
    loopback: input.publicUrl === undefined,
    networks: input.allowNetwork.map(openNetworkOf),
    shutPorts: () => ownPorts,
  });
  const ports = { ...given, network, progress: SILENT };
  const { clock, identifiers, hintText } = ports;
  const secrets = ports.createContext<SeenSecrets>();
  const seeAgain = seeSecretsByRequest(secrets.current);
  const callers = createCallers(ports);
  const metrics = createMetrics();
  const metricsPage = async () => metrics.page(await gateways.upstreams());
  const writer = createAuditWriter(ports, { warn: input.log });
  const limiting = createLimiting(clock);
  // The public URL may follow from a port that the system chooses, so nothing is admitted before it is known.
  const listener = await ports.httpListener.listen(
    { ...address, ...(input.tls && { tls: input.tls }), trustedProxies: input.trustedProxy.map(openNetworkOf) },
    { admit: (head) => site.admit(head), refuse: (status) => site.refuse(status) },
  );
  ownPorts.push(Number(new URL(listener.origin).port));
  const settings = { publicUrl: publicUrlOf({ publicUrl: input.publicUrl ?? listener.origin }) };
  const withCallback = {
    ...ports,
    redirects: {
      ...ports.redirects,
      fixed: (provider: { project: string; name: string }) =>
        callbackUri(settings.publicUrl, { project: provider.project, provider: provider.name }),
    },
  };
  const gateways = createGateways({
    clock,
    fastPaths: input.fastPaths,
    open: gatewayOpener(input, { ...ports, auditWriter: writer, limiting, metrics }),
    stillGood: callers.stillGood,
  });
  const routes = input.gatewayOnly ? [] : ROUTES;
  const api = createApi({
    routes,
    ports: withCallback,
    settings,
    hintText,
    writer,
    limit: limiting.request,
    origins: createWebAppOrigins(ports),
    reportBug: (thrown, requestId) => input.log(`${requestId} ${(thrown as Error)?.stack ?? String(thrown)}`),
  });
  const ownerOf = ownerOfToken(input.owner, ports);
  const site = createSite({
    api,
    mcp: createMcpSite({
      gateways,
      callerOf: async (bearer) => (await ownerOf(bearer)) ?? callers.of(bearer),
      publicUrl: settings.publicUrl,
    }),
    publicPages: createPages({
      settings,
      routes,
      isReady: callers.isReady,
      consentPages: createConsentPages({ ...settings, ports, callerOfCookie: cookieReader(callers, settings) }),
    }),
    metricsPage,
    checkHost: hostChecker(input.publicUrl === undefined),
    callerOf: callers.of,
    limitStranger: limiting.stranger,
    secrets,
    identifiers,
    hintText,
  });
  const internal =
    internalAddress &&
    (await ports.httpListener.listen(internalAddress, createInternalSite({ metricsPage, ...callers })));
  const stopped = new AbortController();
  const repeating = { clock, signal: stopped.signal };
  void repeat(REFRESH, repeating, () => gateways.refresh());
  // A process that was killed may have left something behind.
  void sweep(ports).catch(() => {});
  void repeat(SWEEP, repeating, () => sweep(ports));
  ports.beforeEnd(async () => {
    stopped.abort();
    listener.stopAdmitting();
    await internal?.close();
    await gateways.requestsDone();
    await renewalsDone();
    await gateways.close();
    await writer.flush();
    await listener.responsesDone();
    await ports.tracing?.close();
    seeAgain();
  });
  input.listening(settings.publicUrl);
  return new Promise<never>(() => {});
}

/** Whoever has a session in this browser. A cookie that is no longer good says nothing. */
function cookieReader({ of }: Pick<Callers, 'of'>, { publicUrl }: ServerSettings) {
  return async ({ headers }: Request): Promise<Caller | undefined> => {
    const session = sessionInCookies(headers.get('cookie'), publicUrl);
    return session && of(session).catch(() => undefined);
  };
}

interface OpenerPorts extends ServePorts {
  readonly auditWriter: AuditWriter;
  readonly limiting: Limiting;
  readonly metrics: Metrics;
}

function gatewayOpener(
  { auditArguments, auditDurable, fastPaths }: ServeInput,
  { limiting, ...ports }: OpenerPorts,
): GatewaysOptions['open'] {
  const options: OpenGatewayOptions = { targets: [], prefix: true, auditArguments, auditDurable, fastPaths };
  return (caller, ended, onlyAgent) => {
    const scope = { project: caller.project, user: userOf(caller.principal) };
    const observers = [limiting.calls(caller)];
    return openGateway({ ...options, ended, onlyAgent, callerName: caller.name }, scope, { ...ports, observers });
  };
}

/** Deletes what has expired, and revokes what processes that died have left behind. */
async function sweep(ports: Omit<ServerPorts, 'networkFor'>): Promise<void> {
  await ports.state.write((tables) => tables.credentials.removeExpired(ports.clock.now()));
  await revokeLeftBehind(ports);
  await sweepKnownRegistrations(ports);
  await expireConsents(ports);
}
