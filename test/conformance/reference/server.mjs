/** A server that has everything the official suite asks a server for, in both eras. It is what the gateway is put before. */
import { createServer as createWebServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  CLIENT_CAPABILITIES_META_KEY,
  createMcpHandler,
  createRequestStateCodec,
  hostHeaderValidationResponse,
  isLegacyRequest,
  originValidationResponse,
  Server,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { askingTools } from './asking-tools.mjs';
import { offerReading } from './reading.mjs';
import { inputSchemas, talkingTools } from './talking-tools.mjs';

const NOTHING = { type: 'object' };
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
const states = createRequestStateCodec({ key: crypto.getRandomValues(new Uint8Array(32)) });
const sessions = new Map();

const tools = {
  ...talkingTools,
  ...Object.fromEntries(
    Object.entries(askingTools).map(([name, run]) => [name, (_args, context, rest) => run(context, rest)]),
  ),
  json_schema_2020_12_tool: (args) => ({ content: [{ type: 'text', text: JSON.stringify(args) }] }),
};

function createServer() {
  const lists = { listChanged: true };
  const server = new Server(
    { name: 'reference', version: '1.0.0' },
    {
      capabilities: {
        tools: lists,
        prompts: lists,
        resources: { ...lists, subscribe: true },
        logging: {},
        completions: {},
      },
      requestState: { verify: states.verify },
    },
  );
  const surroundings = {
    states,
    changed,
    capabilities: ({ envelope }) => envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? server.getClientCapabilities() ?? {},
  };
  server.setRequestHandler('tools/list', () => ({
    tools: Object.keys(tools).map((name) => ({
      name,
      description: `The tool ${name}.`,
      inputSchema: inputSchemas[name] ?? NOTHING,
    })),
  }));
  server.setRequestHandler('tools/call', ({ params }, context) => {
    if (!Object.hasOwn(tools, params.name)) return { isError: true, content: [{ type: 'text', text: 'Unknown tool' }] };
    return tools[params.name](params.arguments ?? {}, context, surroundings);
  });
  offerReading(server, surroundings);
  server.setRequestHandler('resources/subscribe', ({ params }) => {
    // Told at once that it has changed, so that the way back is used as well.
    setTimeout(() => void server.sendResourceUpdated({ uri: params.uri }).catch(() => {}), 50);
    return {};
  });
  server.setRequestHandler('resources/unsubscribe', () => ({}));
  return server;
}

const modern = createMcpHandler(createServer, { legacy: 'reject' });

function changed(list) {
  modern.notify[`${list}Changed`]();
  for (const { server } of sessions.values()) {
    void (list === 'tools' ? server.sendToolListChanged() : server.sendPromptListChanged()).catch(() => {});
  }
}

async function legacySession(request) {
  const id = request.headers.get('mcp-session-id');
  if (id !== null) return sessions.get(id);
  const server = createServer();
  const transport = new WebStandardStreamableHTTPServerTransport({
    sessionIdGenerator: () => crypto.randomUUID(),
    onsessioninitialized: (created) => void sessions.set(created, session),
    onsessionclosed: (closed) => void sessions.delete(closed),
  });
  const session = { server, transport };
  await server.connect(transport);
  return session;
}

async function answer(request) {
  const refused = hostHeaderValidationResponse(request, LOOPBACK) ?? originValidationResponse(request, LOOPBACK);
  if (refused) return refused;
  if (!(await isLegacyRequest(request.clone()))) return modern.fetch(request);
  const session = await legacySession(request);
  return session ? session.transport.handleRequest(request) : new Response('Unknown session', { status: 404 });
}

/** Listens on loopback, on a port that is free. */
export async function startReferenceServer() {
  const web = createWebServer(toNodeHandler({ fetch: answer }));
  await new Promise((listening) => web.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${web.address().port}/mcp`,
    async close() {
      await modern.close();
      web.closeAllConnections();
      web.close();
    },
  };
}
