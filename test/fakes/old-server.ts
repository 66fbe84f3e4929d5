/** A server that speaks only HTTP+SSE, the transport of 2024-11-05, by the transport that the SDK had for it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AuthInfo, Server, type Tool } from '@modelcontextprotocol/server';
import { SSEServerTransport } from '@modelcontextprotocol/server-legacy/sse';
import { answering, listen } from './http.ts';
import { type FakeTool, gateOf, metadataOf, type Protection } from './mcp-server.ts';

export interface OldServerOptions {
  readonly tools: readonly FakeTool[];
  readonly protection?: Protection;
  /** How it answers a POST to the address of its stream; default 404. */
  readonly refusesWith?: number;
  /** What it names as the address for messages; default `/messages`. */
  readonly endpoint?: string;
}

export interface OldServer {
  /** The address of its stream, at `/mcp`. */
  readonly url: string;
  /** `METHOD /path` of each request since the last look. */
  asked(): string[];
  /** What came as `authorization` with each request. */
  readonly authorizations: readonly (string | undefined)[];
  /** The streams that are open. */
  sessions(): readonly Server[];
  /** Ends every stream, as a restart does. */
  restart(): void;
  close(): Promise<void>;
}

export async function startOldServer({
  tools,
  protection = { kind: 'none' },
  refusesWith = 404,
  endpoint = '/messages',
}: OldServerOptions): Promise<OldServer> {
  const { origin, server: web, close } = await listen();
  const url = `${origin}/mcp`;
  const gate = gateOf(protection, url);
  const sessions = new Map<string, { server: Server; transport: SSEServerTransport }>();
  const authorizations: (string | undefined)[] = [];
  let asked: string[] = [];

  const open = async (response: ServerResponse, caller: AuthInfo | undefined) => {
    const server = createServer(tools, caller);
    const transport = new SSEServerTransport(endpoint, response);
    sessions.set(transport.sessionId, { server, transport });
    server.onclose = () => void sessions.delete(transport.sessionId);
    await server.connect(transport as never);
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', origin);
    asked.push(`${request.method} ${pathname}`);
    authorizations.push(request.headers.authorization);
    const metadata = metadataOf({ name: 'Old', tools, protection }, url, pathname);
    if (metadata) return void response.setHeader('content-type', 'application/json').end(JSON.stringify(metadata));
    if (pathname === '/mcp' && request.method === 'POST') return void response.writeHead(refusesWith).end();
    const admitted = await gate(new Request(url, { headers: { authorization: request.headers.authorization ?? '' } }));
    if (admitted instanceof Response) {
      return void response.writeHead(admitted.status, Object.fromEntries(admitted.headers)).end();
    }
    if (pathname === '/mcp') return open(response, admitted);
    const session = pathname === '/messages' ? sessions.get(searchParams.get('sessionId') ?? '') : undefined;
    if (session) return session.transport.handlePostMessage(request, response);
    response.writeHead(404).end('Session not found');
  };
  web.on('request', answering(answer));
  return {
    url,
    asked() {
      const taken = asked;
      asked = [];
      return taken;
    },
    authorizations,
    sessions: () => [...sessions.values()].map(({ server }) => server),
    restart() {
      for (const { server } of sessions.values()) void server.close();
      sessions.clear();
    },
    close,
  };
}

function createServer(tools: readonly FakeTool[], caller: AuthInfo | undefined): Server {
  const capabilities = { tools: { listChanged: true }, logging: {} };
  const server = new Server({ name: 'Old', version: '1.0.0' }, { capabilities });
  server.setRequestHandler('tools/list', () => ({
    tools: tools.map(({ run, progress, asks, ...definition }) => definition) as Tool[],
  }));
  server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
    const tool = tools.find(({ name }) => name === params.name);
    if (tool === undefined) return { isError: true, content: [{ type: 'text', text: `There is no ${params.name}.` }] };
    const progressToken = params._meta?.progressToken;
    for (const [progress, message] of progressToken === undefined ? [] : (tool.progress ?? []).entries()) {
      await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, message } });
    }
    const answer = tool.asks && (await mcpReq.send({ method: 'elicitation/create', params: tool.asks }));
    return tool.run({ ...params.arguments, ...(answer && { answer }) }, caller);
  });
  return server;
}
