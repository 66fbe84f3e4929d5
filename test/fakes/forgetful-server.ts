/** An MCP server of 2025 that keeps sessions, and has forgotten them after each restart. */
import { answering, listen, textOf } from './http.ts';

export interface ForgetfulServer {
  readonly url: string;
  /** From now on the sessions that are open are unknown. */
  restart(): void;
  /** The same, right before the next call of a tool. */
  restartBeforeCall(): void;
  close(): Promise<void>;
}

/** `status` and `body` answer a request in a session that is unknown. */
export async function startForgetfulServer(status: number, body: unknown): Promise<ForgetfulServer> {
  const { origin, server, close } = await listen();
  let known = new Set<unknown>();
  let opened = 0;
  let restartsBeforeCall = false;
  const restart = () => {
    known = new Set();
  };
  server.on(
    'request',
    answering(async (request, response) => {
      const { id, method } = JSON.parse((await textOf(request)) || '{}') as { id?: unknown; method?: string };
      const say = (said: object, headers = {}) =>
        void response
          .writeHead(200, { 'content-type': 'application/json', ...headers })
          .end(JSON.stringify({ jsonrpc: '2.0', id, ...said }));
      if (method === 'server/discover') return say({ error: { code: -32_601, message: 'Method not found' } });
      if (method === 'initialize') {
        opened += 1;
        known.add(`session-${opened}`);
        return say({ result: INITIALIZED }, { 'mcp-session-id': `session-${opened}` });
      }
      if (method === 'tools/call' && restartsBeforeCall) restart();
      if (method === 'tools/call') restartsBeforeCall = false;
      const isKnown = known.has(request.headers['mcp-session-id']);
      if (!isKnown) return void response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
      if (request.method !== 'POST') return void response.writeHead(405).end();
      if (id === undefined) return void response.writeHead(202).end();
      if (method === 'tools/list')
        return say({ result: { tools: [{ name: 'work', inputSchema: { type: 'object' } }] } });
      return say({ result: { content: [{ type: 'text', text: 'done' }] } });
    }),
  );
  const restartBeforeCall = () => {
    restartsBeforeCall = true;
  };
  return { url: `${origin}/mcp`, restart, restartBeforeCall, close };
}

const INITIALIZED = {
  protocolVersion: '2025-11-25',
  capabilities: { tools: {} },
  serverInfo: { name: 'forgetful', version: '1' },
};
