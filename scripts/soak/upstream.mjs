// One MCP server of a soak, in a process of its own so that it can be killed: of 2025-11-25 with sessions, or of
// 2026-07-28. It lets nobody in but with a token that its authorization server calls good now, for it.
//   node upstream.mjs JSON      { name, era, issuer, scope, isBound, port, gatewayToken }
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  getOAuthProtectedResourceMetadataUrl,
  requireBearerAuth,
  Server,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { introspection } from './introspection.mjs';
import { serveOrders } from './processes.mjs';

const { name, era, issuer, scope, isBound, port, ...given } = JSON.parse(process.argv[2]);
const LARGE = 'x'.repeat(200 * 1024);
const SLOW_MILLISECONDS = 300;
const inputSchema = { type: 'object', properties: { nonce: { type: 'string' } }, required: ['nonce'] };
/** Must never arrive here. */
let { gatewayToken } = given;
/** Told at once: nobody can be asked who was killed. */
const fault = (name) => process.send({ name: 'fault', answer: name });

const web = createServer();
await new Promise((done) => web.listen(port, '127.0.0.1', done));
const url = `http://127.0.0.1:${web.address().port}/mcp`;
const metadataUrl = getOAuthProtectedResourceMetadataUrl(new URL(url));
const gate =
  issuer &&
  requireBearerAuth({
    verifier: { verifyAccessToken: introspection(issuer) },
    requiredScopes: [scope],
    resourceMetadataUrl: metadataUrl,
    ...(isBound && { expectedResource: new URL(url) }),
  });
const serve = era === 'modern' ? createMcpHandler(mcpServer, { legacy: 'reject' }).fetch : withSessions();

web.on('request', (incoming, outgoing) => {
  if (gatewayToken && incoming.rawHeaders.some((text) => text.includes(gatewayToken))) fault('gatewayTokens');
  answerer(incoming, outgoing);
});
const answerer = toNodeHandler({ fetch: answer });
serveOrders(
  { url },
  {
    watchFor: (token) => {
      gatewayToken = token;
    },
  },
);

async function answer(request) {
  const { pathname } = new URL(request.url);
  if (gate && pathname === new URL(metadataUrl).pathname) {
    return Response.json({ resource: url, authorization_servers: [issuer], scopes_supported: [scope] });
  }
  const admitted = await gate?.(request);
  if (admitted instanceof Response) {
    if (request.headers.has('authorization')) fault('refusedTokens');
    return admitted;
  }
  return serve(request, { authInfo: admitted });
}

function mcpServer() {
  const server = new Server({ name, version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', () => ({
    tools: ['quick', 'slow', 'large'].map((tool) => ({ name: tool, inputSchema })),
  }));
  server.setRequestHandler('tools/call', async ({ params }) => {
    if (params.name === 'slow') await new Promise((done) => setTimeout(done, SLOW_MILLISECONDS));
    const content = [{ type: 'text', text: `${name} ${params.arguments.nonce}` }];
    if (params.name === 'large') content.push({ type: 'text', text: LARGE });
    return { content };
  });
  return server;
}

/** Sessions that nobody knows after a restart. */
function withSessions() {
  const sessions = new Map();
  return async (request) => {
    const id = request.headers.get('mcp-session-id');
    if (id !== null)
      return sessions.get(id)?.handleRequest(request) ?? new Response('Unknown session', { status: 404 });
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => crypto.randomUUID(),
      onsessioninitialized: (created) => void sessions.set(created, transport),
    });
    await mcpServer().connect(transport);
    return transport.handleRequest(request);
  };
}
