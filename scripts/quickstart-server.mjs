// The same against a server: what a backend, a web app and its end user do. Every request is shown as it could be typed.
import { createInterface } from 'node:readline';

/** @param tools What quickstart.mjs has: how to show commands, to start processes, and the fake company. */
export async function showServer({ mcpctl, output, say, showLine, serve, browse, world }) {
  say('A server for backends, web apps and people. It needs nothing but this one process:');
  const url = await started(serve('serve --listen 127.0.0.1:0 --json'));
  say('A backend gets a key, and a web app. The key is shown once:');
  await mcpctl('web-app create shop --origin https://shop.example');
  const { key } = JSON.parse(await output('api-key create backend --role admin --web-app shop --json'));
  const call = caller(url, showLine);

  say('The backend creates a server. What it does not say is discovered, and a client is registered:');
  const config = { endpoint: world.crm, auth: { type: 'oauth_authorization_code_public_pkce' } };
  const server = await call('POST', '/ai/mcp-servers', { key, body: { name: 'crm', config } });
  const agent = await call('POST', '/ai/agents', { key, body: { name: 'desk' } });
  await call('POST', `/ai/agents/${agent.id}/mcp-servers/${server.id}`, { key });

  say('For Alice, who uses the web app, it asks for a ticket. Her browser exchanges it for a session:');
  const asked = {
    ticket_type: 'agent_access',
    agent_ids: [agent.id],
    agent_session_identifier: 'static',
    actor_id: 'alice',
  };
  const { ticket } = await call('POST', '/session/tickets', { key, body: asked });
  const { data: session } = await call('POST', '/session/ticket/exchange', { body: { ticket } });

  say('In the web app she presses Connect. A script plays her browser: it signs in and gives consent.');
  const own = { key: session.session_token, name: 'SESSION' };
  const { data: begun } = await call('POST', `/agent/mcp-servers/${server.id}/connect?agent_name=desk`, own);
  const page = await browse(begun.oauth_url);
  const [, digits] = /<output[^>]*>(\d{6})<\/output>/.exec(page) ?? [];
  say(`The page shows six digits, ${digits}. Whoever types them into the web app is who began:`);
  await call('POST', `/agent/connects/${begun.connect_id}/confirm`, { ...own, body: { code: digits } });
  await call('GET', '/agent/mcp-servers?agent_name=desk', own);

  say('An agent of the backend calls a tool as Alice, with a token for ten minutes:');
  const token = await call('POST', '/ai/actors/alice/tokens', { key, body: { agent_id: agent.id } });
  await callTool(token, { call, url });

  say('Who did what:');
  await mcpctl('audit');
  say('And away with it: her tokens are revoked, nothing is left behind.');
  await call('DELETE', `/ai/mcp-servers/${server.id}`, { key });
  await call('DELETE', '/ai/actors/alice', { key });
}

/** The URL that the server prints when it is ready. */
async function started(child) {
  for await (const line of createInterface(child.stdout)) return JSON.parse(line).url;
  throw new Error('The server did not start.');
}

/** A request, shown as curl would be typed. Secrets are shown by the names of variables. */
function caller(url, showLine) {
  return async (method, path, { key, name = 'KEY', body, headers = {} } = {}) => {
    const shown = [
      `curl -X ${method} ${url}${path}`,
      ...(key === undefined ? [] : [`-H "Authorization: Bearer $${name}"`]),
      ...(body === undefined ? [] : ["-H 'Content-Type: application/json'", `-d '${shownBody(body)}'`]),
    ];
    showLine(shown.join(' \\\n    '));
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...headers,
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`);
    const answer = text === '' ? {} : JSON.parse(text);
    console.log(JSON.stringify(withoutSecrets(answer), null, 2).split('\n').slice(0, MOST_LINES).join('\n'));
    return Object.assign(answer, { sessionId: response.headers.get('mcp-session-id') ?? undefined });
  };
}

const MOST_LINES = 14;
const SECRET = /^(?:key|ticket|session_token|access_token|url|code)$/;

function withoutSecrets(value) {
  return JSON.parse(JSON.stringify(value, (name, inner) => (SECRET.test(name) && inner ? '…' : inner)));
}

function shownBody(body) {
  return JSON.stringify(body, (name, inner) => (name === 'ticket' ? '$TICKET' : inner));
}

/** One tool, as an MCP client of 2025 calls it. The backend of a real app uses the SDK. */
async function callTool({ access_token: key }, { call }) {
  const own = { key, name: 'TOKEN', headers: { accept: '*/*' } };
  const rpc = (id, method, params) => ({ jsonrpc: '2.0', id, method, params });
  const hello = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'backend', version: '1' } };
  const { sessionId } = await call('POST', '/mcp/desk', { ...own, body: rpc(1, 'initialize', hello) });
  const headers = { ...own.headers, 'mcp-session-id': sessionId };
  const params = { name: 'crm_search', arguments: { query: 'london' } };
  await call('POST', '/mcp/desk', { ...own, headers, body: rpc(2, 'tools/call', params) });
}
