/** A server of 2025 with sessions: it asks in the middle of a call, and tells what nobody asked for. */
import { toNodeHandler } from '@modelcontextprotocol/node';
import { isLegacyRequest, Server, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import { listen } from './http.ts';

export interface AskingServer {
  readonly url: string;
  /** URIs that somebody is subscribed to. */
  readonly watched: Set<string>;
  /** How many sessions have been opened. */
  sessions(): number;
  /** Tells every session. */
  tell(what: (server: Server) => Promise<void>): Promise<void>;
  /** As after a restart: 404 to whoever comes with a session. */
  forget(): void;
  /** Every connection breaks, streams among them. */
  hangUp(): void;
  close(): Promise<void>;
}

const SOUND = { type: 'audio', mimeType: 'audio/wav', data: 'UklGRiQAAABXQVZF' } as const;
const text = (words: string) => ({ content: [{ type: 'text' as const, text: words }] });

export async function startAskingServer(): Promise<AskingServer> {
  const { origin, server: web, close } = await listen();
  const sessions = new Map<string, { server: Server; transport: WebStandardStreamableHTTPServerTransport }>();
  const watched = new Set<string>();
  let count = 0;

  const createServer = (): Server => {
    const capabilities = { tools: { listChanged: true }, resources: { subscribe: true }, logging: {} };
    const server = new Server({ name: 'Asking', version: '1.0.0' }, { capabilities });
    server.setRequestHandler('tools/list', () => ({
      tools: ['interview', 'chat', 'sing'].map((name) => ({ name, inputSchema: { type: 'object' } })),
    }));
    server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
      if (params.name === 'sing') return { content: [SOUND] };
      const requestedSchema = { type: 'object', properties: { name: { type: 'string' } } } as const;
      const question = { message: 'Who are you?', requestedSchema };
      if (params.name === 'chat') {
        // On the stream of the call. `elicitInput` asks on the stream that belongs to no call, as some older servers do.
        const { content } = await mcpReq.send({ method: 'elicitation/create', params: question });
        return text(`Hello, ${content?.name}!`);
      }
      const { action, content } = await mcpReq.elicitInput(question);
      const sampled = await mcpReq.requestSampling({
        messages: [{ role: 'user', content: { type: 'text', text: `Greet ${content?.name}.` } }],
        maxTokens: 10,
      });
      return text(`${action}: ${JSON.stringify(sampled.content)}`);
    });
    server.setRequestHandler('resources/list', () => ({ resources: [{ uri: 'desk://inbox', name: 'inbox' }] }));
    server.setRequestHandler('resources/subscribe', ({ params }) => {
      watched.add(params.uri);
      return {};
    });
    server.setRequestHandler('resources/unsubscribe', ({ params }) => {
      watched.delete(params.uri);
      return {};
    });
    return server;
  };

  const answer = async (request: Request): Promise<Response> => {
    const id = request.headers.get('mcp-session-id');
    if (id !== null) {
      const known = sessions.get(id);
      return known ? known.transport.handleRequest(request) : new Response('Unknown session', { status: 404 });
    }
    if (request.method === 'POST' && !(await isLegacyRequest(request.clone()))) {
      return new Response('Bad Request', { status: 400 });
    }
    const server = createServer();
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => crypto.randomUUID(),
      onsessioninitialized: (created) => {
        count += 1;
        sessions.set(created, { server, transport });
      },
    });
    await server.connect(transport);
    return transport.handleRequest(request);
  };
  web.on('request', toNodeHandler({ fetch: answer }));

  return {
    url: `${origin}/mcp`,
    watched,
    sessions: () => count,
    tell: async (what) => void (await Promise.all([...sessions.values()].map(({ server }) => what(server)))),
    forget: () => sessions.clear(),
    hangUp: () => web.closeAllConnections(),
    close,
  };
}
