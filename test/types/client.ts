/** What compiles with `@mcpctl/client`, and what does not. `npx tsc --noEmit` is the test; nothing here runs. */
import { McpctlClient } from '../../packages/client/src/index.ts';

const client = new McpctlClient({ baseUrl: 'https://mcp.example.com', apiKey: 'mcpk_key' });
declare const id: string;

// Each path has its own answer, also where another path has the same form.
const discovery = await client.post('/ai/mcp-servers/discover', { endpoint: 'https://a.example/mcp' });
discovery.token_url satisfies string | undefined;
const server = await client.get(`/ai/mcp-servers/${id}`);
server.config.endpoint satisfies string;
const page = await client.get('/ai/mcp-servers?limit=10');
page.data[0]?.name satisfies string | undefined;
(await client.post(`/ai/agents/${id}/mcp-servers/${id}`)).success satisfies boolean;
(await client.delete(`/ai/agents/${id}/mcp-servers/${id}`)).success satisfies boolean;
(await client.mcpServers.create({ name: 'a', config: { endpoint: 'b' } })).discovery_result satisfies object | null;
(await client.get(`/ai/actors/lookup?subject_type=user&external_key=${id}`)).actor.id satisfies string;
(await client.actors.servers(id)).data[0]?.connection_status satisfies string | undefined;
(await client.sessions.createTicket({ ticket_type: 'agent_access', agent_ids: [id] })).expires_at satisfies number;
(await client.sessions.connectState(id, { wait: 20 })).data.status satisfies string;

// @ts-expect-error There is no such path.
await client.get('/ai/servers');
// @ts-expect-error The path is one of another method.
await client.put('/ai/mcp-servers', {});
// @ts-expect-error An address that is only known later is no path.
await client.get(id);
// @ts-expect-error The endpoint is inside of config.
await client.post('/ai/mcp-servers', { name: 'a', endpoint: 'https://a.example/mcp' });
// @ts-expect-error The member is called endpoint.
await client.post('/ai/mcp-servers', { name: 'a', config: { server_url: 'https://a.example/mcp' } });
// @ts-expect-error There is no such method of authorization.
await client.mcpServers.create({ name: 'a', config: { endpoint: 'b', auth: { type: 'oauth' } } });
// @ts-expect-error The body is missing.
await client.post('/ai/agents');
// @ts-expect-error Tools are a list of patterns.
await client.post(`/ai/agents/${id}/mcp-servers/${id}`, { tools: 'echo' });
// @ts-expect-error Agents are named by a list of ids.
await client.sessions.createTicket({ ticket_type: 'agent_access', agent_ids: id });
// @ts-expect-error An answer has no secrets.
server.config.auth?.client_secret;
// @ts-expect-error Somebody has to say who calls.
new McpctlClient({ baseUrl: 'https://mcp.example.com' });
// @ts-expect-error One of the two.
new McpctlClient({ baseUrl: 'https://mcp.example.com', apiKey: 'a', token: 'b' });
