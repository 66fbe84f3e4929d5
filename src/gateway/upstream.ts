/** One server behind the gateway: its session is opened when it is needed, kept, and shared by all callers. */
import type { PassOptions, Relay, Result } from '../mcp/passing.ts';
import { openSession, type Session } from '../mcp/session.ts';
import type { Scope } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import type { ToolServer } from '../usecases/targets.ts';
import type { TokenPorts } from '../usecases/tokens/access-token.ts';
import { authorizedFetch } from '../usecases/tokens/authorized-fetch.ts';

export interface Upstream {
  readonly server: ToolServer;
  session(): Promise<Session>;
  /** Refuses what the session refuses; a session that the server has forgotten is opened anew, once. */
  pass(request: { method: string; params?: Record<string, unknown> }, options: PassOptions): Promise<Result>;
  close(): Promise<void>;
}

export function createUpstream(server: ToolServer, relay: Relay, scope: Scope, ports: TokenPorts): Upstream {
  const over = new AbortController();
  let opened: Promise<Session> | undefined;
  const session = () => {
    opened ??= openSession({
      url: server.url,
      fetch: authorizedFetch(server, scope, ports),
      signal: over.signal,
      relay,
    }).catch((thrown) => {
      // Whoever comes next tries again.
      opened = undefined;
      throw thrown;
    });
    return opened;
  };
  return {
    server,
    session,
    async pass(request, options) {
      const used = await session();
      try {
        return await used.pass(request, options);
      } catch (thrown) {
        if (!isForgotten(thrown)) throw thrown;
        // The request was not looked at (MCP, Streamable HTTP, "Session Management"), so it may be sent again.
        if ((await opened) === used) opened = undefined;
        return (await session()).pass(request, options);
      }
    },
    async close() {
      over.abort(
        new Refusal('server-unreachable', { what: `${server.name} is no longer served.`, hint: 'mcpctl list' }),
      );
      const open = await opened?.catch(() => undefined);
      await open?.close();
    },
  };
}

function isForgotten(thrown: unknown): boolean {
  return thrown instanceof Refusal && thrown.code === 'server-error' && thrown.details.status === 404;
}
