/** The connection to one upstream server. Its sessions are opened when they are needed, and shared by all clients. */
import type { ProtocolEra } from '@modelcontextprotocol/client';
import { lazy } from '../lazy.ts';
import { contradictsKnownEra, type Era } from '../mcp/era.ts';
import type { ForwardableRequest, ForwardOptions, Result } from '../mcp/forward-request.ts';
import { inKnownSession } from '../mcp/lost-session.ts';
import { openSession } from '../mcp/open-session.ts';
import type { ServerMessageHandler } from '../mcp/server-messages.ts';
import type { Session, ToolList } from '../mcp/session.ts';
import { hint } from '../next-step.ts';
import type { Scope } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import type { ToolServer } from '../targets.ts';
import type { TokenPorts } from '../tokens/access-token.ts';
import { authorizedFetch } from '../tokens/authorized-fetch.ts';
import type { ClientChannel } from './forwarded-request.ts';
import { waitingForClients } from './wait-for-clients.ts';

export interface UpstreamConnection {
  readonly server: ToolServer;
  /**
   * The session for a client of this era. A server of both eras that keeps sessions is used in the era of the client: it
   * asks a 2025 client in the middle of a call, and a 2026-07-28 client in the result.
   */
  session(clientEra?: ProtocolEra): Promise<Session>;
  /** Whether the session that 2025 clients use is open, and is itself of 2025. */
  hasLegacySession(): boolean;
  /**
   * Opens a new session, once, when the server has ended the old one.
   *
   * @throws whatever the session throws
   */
  forward(request: ForwardableRequest, options: UpstreamForwardOptions): Promise<Result>;
  /**
   * Opens a new session as `forward` does.
   *
   * @throws whatever the session throws
   */
  listTools(): Promise<ToolList>;
  /** Subscribes to changes of a resource, in sessions that are opened later as well. */
  subscribe(uri: string): Promise<void>;
  unsubscribe(uri: string): Promise<void>;
  close(): Promise<void>;
  /** Aborted when the connection is closed. */
  readonly closed: AbortSignal;
}

export interface UpstreamForwardOptions extends ForwardOptions {
  readonly clientEra?: ProtocolEra;
}

export interface UpstreamConnectionOptions {
  readonly server: ToolServer;
  readonly handler: ServerMessageHandler;
  readonly scope: Scope;
  readonly ports: TokenPorts;
  /** Whether calls to a 2025 server may bypass the SDK. */
  readonly fastPaths: boolean;
  /** The client whose request is being sent, or whose message is being handled; undefined outside of all requests. */
  readonly currentClient: () => ClientChannel | undefined;
}

export function connectUpstream(options: UpstreamConnectionOptions): UpstreamConnection {
  const { server, handler, scope, ports, fastPaths, currentClient } = options;
  const closed = new AbortController();
  const sessionOptions = {
    url: server.url,
    fetch: waitingForClients(authorizedFetch(server, scope, ports), currentClient),
    clock: ports.clock,
    signal: closed.signal,
    handler,
    fastPath: fastPaths,
  };
  const subscribed = new Set<string>();

  /** A server that speaks only the transport of 2024-11-05 is not asked for a newer one each time that its stream ends. */
  let known: Era | undefined;
  const openNewest = async () => {
    try {
      return await openSession({ ...sessionOptions, knownEra: known });
    } catch (thrown) {
      if (known === undefined || !(thrown instanceof Refusal) || !contradictsKnownEra(thrown)) throw thrown;
      return openSession(sessionOptions);
    }
  };
  const newest = lazy(async () => {
    const session = await openNewest();
    const era = session.knownEra();
    known = era.kind === 'legacy' && era.transport !== undefined ? era : undefined;
    // When a resource cannot be subscribed to again, clients only hear no more of it.
    for (const uri of subscribed) void session.subscribe(uri).catch(() => {});
    void session.terminated.then(() => replace(session)).catch(() => {});
    return session;
  });
  /** Undefined when the server has nothing for 2025 clients that its newest era does not have. */
  const oldest = lazy(async () => {
    const session = await openSession({ ...sessionOptions, knownEra: { kind: 'legacy' } }).catch(withoutLegacyEra);
    if (session === undefined || session.isStateful) return session;
    await session.close();
    return undefined;
  });

  const session = async (clientEra: ProtocolEra = 'modern') => {
    const usual = await newest.get();
    return clientEra === 'modern' || usual.era === 'legacy' ? usual : ((await oldest.get()) ?? usual);
  };
  /** Clients may be quiet for long, and the server needs a session to notify them. What it sent meanwhile is lost. */
  const replace = async (lost: Session) => {
    await newest.drop(lost);
    await newest.get();
    for (const uri of subscribed) handler.onResourceUpdated(uri);
    for (const kind of ['tools', 'prompts', 'resources'] as const) handler.onListChanged(kind);
  };
  const withSession = <T>(work: (session: Session) => Promise<T>, clientEra?: ProtocolEra): Promise<T> => {
    const drop = async (lost: Session) => void (await Promise.all([newest.drop(lost), oldest.drop(lost)]));
    return inKnownSession({ get: () => session(clientEra), drop }, work);
  };
  return {
    server,
    closed: closed.signal,
    session,
    hasLegacySession: () => newest.now?.era === 'legacy' || (newest.now !== undefined && oldest.now !== undefined),
    forward: (request, forwardOptions) =>
      withSession((used) => used.forward(request, forwardOptions), forwardOptions.clientEra),
    listTools: () => withSession((used) => used.listTools()),
    async subscribe(uri) {
      await withSession((used) => used.subscribe(uri));
      subscribed.add(uri);
    },
    async unsubscribe(uri) {
      subscribed.delete(uri);
      await (await newest.current())?.unsubscribe(uri);
    },
    async close() {
      closed.abort(
        new Refusal('server-unreachable', {
          what: `${server.name} is no longer served.`,
          hint: hint`${{ do: 'list', what: 'app' }}`,
        }),
      );
      for (const open of [await newest.current(), await oldest.current()]) await open?.close();
    },
  };
}

/** A server that answers `initialize` with an error no longer supports 2025. Other failures may pass. */
function withoutLegacyEra(thrown: unknown): undefined {
  if (thrown instanceof Refusal && thrown.code === 'server-error') return undefined;
  throw thrown;
}
