/** Clients of 2025 over HTTP: a session each, so that the gateway can ask them and tell them of changed lists. */
import { type Server, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import type { PostedJson } from '../ports/index.ts';
import type { ToolCalls } from './call-tool.ts';
import { type FastCalls, fastCalls } from './fast-path/serve-call.ts';

interface Session {
  readonly server: Server;
  readonly transport: WebStandardStreamableHTTPServerTransport;
  readonly answers: FastCalls;
}

/** A client that went without a word is forgotten when so many newer ones have come. */
const MOST = 1000;

export interface LegacySessions {
  /** Whether it is a call of a session, which is answered beside the SDK. */
  tryHandle(posted: PostedJson): Promise<boolean>;
  fetch(request: Request, parsedBody: unknown): Promise<Response>;
  servers(): Iterable<Server>;
  close(): Promise<void>;
}

export function createLegacySessions(createServer: () => Server, calls: ToolCalls): LegacySessions {
  const sessions = new Map<string, Session>();

  const open = async (): Promise<Session> => {
    const server = createServer();
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => crypto.randomUUID(),
      onsessioninitialized: (id) => void sessions.set(id, session),
      onsessionclosed: (id) => void sessions.delete(id),
    });
    const session = { server, transport, answers: fastCalls(server, transport, calls) };
    await server.connect(transport);
    const [[oldest, forgotten] = []] = sessions.size >= MOST ? sessions : [];
    if (oldest !== undefined) sessions.delete(oldest);
    await forgotten?.server.close();
    return session;
  };

  const find = (id: string): Session | undefined => {
    const known = sessions.get(id);
    if (known) {
      // The one that spoke last is forgotten last.
      sessions.delete(id);
      sessions.set(id, known);
    }
    return known;
  };

  return {
    tryHandle: async (posted) => find(posted.header('mcp-session-id') ?? '')?.answers.tryHandle(posted) ?? false,
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
