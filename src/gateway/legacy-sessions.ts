/** Clients of 2025 over HTTP. Each has a session, so that the gateway can send it requests and notifications. */
import { type Server, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import type { RequestHandler, RequestHead } from '../ports/index.ts';
import { type FastCalls, type FastCallsOptions, serveFastCalls } from './fast-path/serve-call.ts';

interface Session {
  readonly server: Server;
  readonly transport: WebStandardStreamableHTTPServerTransport;
  readonly fastCalls: FastCalls | undefined;
}

/** A client may go without ending its session, so the oldest sessions are closed when there are more. */
const MOST_SESSIONS = 1000;

export interface LegacySessions {
  /** Handles calls of a session without the SDK. Undefined when the fast path is off, or the request names no session. */
  fastHandler(head: RequestHead): RequestHandler['tryHandle'];
  fetch(request: Request, parsedBody: unknown): Promise<Response>;
  servers(): Iterable<Server>;
  close(): Promise<void>;
}

/** Without `fast`, the SDK handles every request. */
export function createLegacySessions(
  createServer: () => Server,
  fast: Pick<FastCallsOptions, 'calls' | 'clock'> | undefined,
): LegacySessions {
  const sessions = new Map<string, Session>();

  const open = async (): Promise<Session> => {
    const server = createServer();
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => crypto.randomUUID(),
      onsessioninitialized: (id) => void sessions.set(id, session),
      onsessionclosed: (id) => void sessions.delete(id),
    });
    const session = { server, transport, fastCalls: fast && serveFastCalls({ ...fast, server, transport }) };
    await server.connect(transport);
    const [[oldest, forgotten] = []] = sessions.size >= MOST_SESSIONS ? sessions : [];
    if (oldest !== undefined) sessions.delete(oldest);
    await forgotten?.server.close();
    return session;
  };

  const find = (id: string): Session | undefined => {
    const known = sessions.get(id);
    if (known) {
      // A session that is in use becomes the newest.
      sessions.delete(id);
      sessions.set(id, known);
    }
    return known;
  };

  return {
    fastHandler(head) {
      const id = head.header('mcp-session-id');
      if (!fast || id === undefined) return undefined;
      return async (posted) => find(id)?.fastCalls?.tryHandle(head, posted) ?? false;
    },
    async fetch(request, parsedBody) {
      const id = request.headers.get('mcp-session-id');
      const known = id === null ? undefined : find(id);
      if (id !== null && !known) return unknownSession();
      const { transport } = known ?? (await open());
      return transport.handleRequest(request, { parsedBody });
    },
    *servers() {
      for (const { server } of sessions.values()) yield server;
    },
    async close() {
      await Promise.all([...sessions.values()].map(({ server }) => server.close()));
    },
  };
}

/** MCP 2025-11-25, "Session Management": 404 makes the client begin a new session. */
function unknownSession(): Response {
  const error = { code: -32_001, message: 'Session not found' };
  return Response.json({ jsonrpc: '2.0', id: null, error }, { status: 404 });
}
