/** One server behind the gateway: its sessions are opened when they are needed, kept, and shared by all callers. */

import type { ProtocolEra } from '@modelcontextprotocol/client';
import { lazy } from '../lazy.ts';
import type { ForwardOptions, Result } from '../mcp/forward-request.ts';
import { openSession } from '../mcp/open-session.ts';
import type { ServerMessageHandler } from '../mcp/server-messages.ts';
import type { Session, ToolList } from '../mcp/session.ts';
import { hint } from '../next-step.ts';
import type { Scope } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import type { ToolServer } from '../targets.ts';
import type { TokenPorts } from '../tokens/access-token.ts';
import { authorizedFetch } from '../tokens/authorized-fetch.ts';

export interface UpstreamConnection {
  readonly server: ToolServer;
  /**
   * The session for a client of this era. A server of both eras that keeps sessions is spoken to in the manner of its
   * client, since it asks and tells a client of 2025 in the middle of a call, and one of 2026-07-28 in its result.
   */
  session(client?: ProtocolEra): Promise<Session>;
  /** Whether a session of 2025 is open that clients of 2025 are served by. */
  hasLegacySession(): boolean;
  /** Refuses what the session refuses; a session that the server has forgotten is opened anew, once. */
  forward(request: UpstreamRequest, options: UpstreamOptions): Promise<Result>;
  /** Likewise. */
  listTools(): Promise<ToolList>;
  /** Being told when a resource changes, also by a session that is opened later. */
  subscribe(uri: string): Promise<void>;
  unsubscribe(uri: string): Promise<void>;
  close(): Promise<void>;
  /** Aborted when it is closed. */
  readonly over: AbortSignal;
}

export interface UpstreamRequest {
  readonly method: string;
  readonly params?: Record<string, unknown>;
}

export interface UpstreamOptions extends ForwardOptions {
  readonly client?: ProtocolEra;
}

export function connectUpstream(
  server: ToolServer,
  handler: ServerMessageHandler,
  scope: Scope,
  ports: TokenPorts,
): UpstreamConnection {
  const over = new AbortController();
  const common = {
    url: server.url,
    fetch: authorizedFetch(server, scope, ports),
    signal: over.signal,
    clock: ports.clock,
    handler,
    fastPath: true,
  };
  const watched = new Set<string>();

  const newest = lazy(async () => {
    const session = await openSession(common);
    // What cannot be subscribed to anew is only no longer told of.
    for (const uri of watched) void session.subscribe(uri).catch(() => {});
    void session.terminated.then(() => listenAnew(session)).catch(() => {});
    return session;
  });
  /** Undefined when the server has nothing for clients of 2025 that its newest era has not. */
  const oldest = lazy(async () => {
    const session = await openSession({ ...common, knownEra: { kind: 'legacy' } }).catch(isNotSpoken);
    if (session === undefined || session.isStateful) return session;
    await session.close();
    return undefined;
  });

  const session = async (client: ProtocolEra = 'modern') => {
    const usual = await newest.get();
    return client === 'modern' || usual.era === 'legacy' ? usual : ((await oldest.get()) ?? usual);
  };
  /** Nobody may come by for long, and what a server tells unasked needs a session. What it has told meanwhile is lost. */
  const listenAnew = async (lost: Session) => {
    await newest.drop(lost);
    await newest.get();
    for (const uri of watched) handler.onResourceUpdated(uri);
    for (const kind of ['tools', 'prompts', 'resources'] as const) handler.onListChanged(kind);
  };
  const using = async <T>(work: (session: Session) => Promise<T>, client?: ProtocolEra): Promise<T> => {
    const used = await session(client);
    try {
      return await work(used);
    } catch (thrown) {
      if (!isForgotten(thrown)) throw thrown;
      // The request was not looked at (MCP, Streamable HTTP, "Session Management"), so it may be sent again.
      await Promise.all([newest.drop(used), oldest.drop(used)]);
      return work(await session(client));
    }
  };
  return {
    server,
    over: over.signal,
    session,
    hasLegacySession: () => newest.now?.era === 'legacy' || (newest.now !== undefined && oldest.now !== undefined),
    forward: (request, { client, ...options }) => using((used) => used.forward(request, options), client),
    listTools: () => using((used) => used.listTools()),
    async subscribe(uri) {
      await using((used) => used.subscribe(uri));
      watched.add(uri);
    },
    async unsubscribe(uri) {
      watched.delete(uri);
      await (await newest.current())?.unsubscribe(uri);
    },
    async close() {
      over.abort(
        new Refusal('server-unreachable', {
          what: `${server.name} is no longer served.`,
          hint: hint`${{ do: 'list', what: 'app' }}`,
        }),
      );
      for (const open of [await newest.current(), await oldest.current()]) await open?.close();
    },
  };
}

function isForgotten(thrown: unknown): boolean {
  return thrown instanceof Refusal && thrown.code === 'server-error' && thrown.details.status === 404;
}

/** A server that answers `initialize` with an error has left 2025 behind; whatever else went wrong may pass. */
function isNotSpoken(thrown: unknown): undefined {
  if (thrown instanceof Refusal && thrown.code === 'server-error') return undefined;
  throw thrown;
}
