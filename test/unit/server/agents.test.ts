import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServerHere, startServerHere } from '../../fakes/server-here.ts';
import { startWorld, type World } from '../../fakes/world.ts';

// `/ai/agents` of seeds/000, and their tools through the gateway, by a client of the official SDK.

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

async function withAgent(server: ServerHere, key: string, name = 'desk') {
  const agent = (
    await server.call('POST', '/ai/agents', {
      key,
      body: { name, description: 'Helps.', configuration: { model: 'x' } },
    })
  ).body;
  const config = { endpoint: world.notes.url };
  const notes = (await server.call('POST', '/ai/mcp-servers', { key, body: { name: `notes-of-${name}`, config } }))
    .body;
  return { agent, notes, path: `/ai/agents/${agent.id}` };
}

async function connected(url: string, token: string) {
  const client = new Client({ name: 'test', version: '1' });
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
  return client;
}

describe('an agent', () => {
  it('is created, read, changed and deleted, with its configuration as it came', async (context) => {
    const server = await startServerHere(context);
    const key = await server.key('builder');
    const body = { name: 'desk', description: 'Helps.', configuration: { model: 'x', deep: { a: [1] } } };
    const { agent } = { agent: (await server.call('POST', '/ai/agents', { key, body })).body };
    expect(agent).toMatchObject({ ...body, deployment_id: 'default' });
    const path = `/ai/agents/${agent.id}`;
    expect((await server.call('GET', path, { key })).body).toEqual(agent);
    const changed = await server.call('PATCH', path, {
      key,
      body: { description: null, configuration: { model: 'y' } },
    });
    expect(changed.body.configuration).toEqual({ model: 'y' });
    expect(changed.body).not.toHaveProperty('description');
    expect((await server.call('GET', '/ai/agents', { key })).body).toMatchObject({
      total: 1,
      has_more: false,
      limit: 50,
      offset: 0,
    });
    expect((await server.call('GET', `${path}/details`, { key })).body).toMatchObject({
      tools_count: 0,
      knowledge_bases_count: 0,
    });
    expect((await server.call('DELETE', path, { key })).body).toEqual({ success: true });
    expect((await server.call('GET', path, { key })).status).toBe(404);
  });

  it('is attached to a server by any number of the same requests, and detached again', async (context) => {
    const server = await startServerHere(context);
    const key = await server.key('admin');
    const { path, notes } = await withAgent(server, key);
    for (let time = 0; time < 2; time++) {
      expect((await server.call('POST', `${path}/mcp-servers/${notes.id}`, { key })).status).toBe(200);
    }
    const attached = await server.call('GET', `${path}/mcp-servers`, { key });
    expect(attached.body).toMatchObject({ total: 1, data: [{ id: notes.id, name: notes.name }] });
    const limited = await server.call('POST', `${path}/mcp-servers/${notes.id}`, { key, body: { tools: ['ec*'] } });
    expect(limited.body.tools).toEqual(['ec*']);
    await server.call('DELETE', `${path}/mcp-servers/${notes.id}`, { key });
    expect((await server.call('GET', `${path}/mcp-servers`, { key })).body.total).toBe(0);
  });

  it('says what is missing when a server or an agent does not exist', async (context) => {
    const server = await startServerHere(context);
    const key = await server.key('admin');
    const { path, notes } = await withAgent(server, key);
    const noServer = await server.call('POST', `${path}/mcp-servers/nothing`, { key });
    expect([noServer.status, noServer.body.message]).toEqual([404, 'There is no MCP server with the id nothing.']);
    const noAgent = await server.call('POST', `/ai/agents/nothing/mcp-servers/${notes.id}`, { key });
    expect([noAgent.status, noAgent.body.message]).toEqual([404, 'There is no agent with the id nothing.']);
  });

  it('with a shared credential is attached only by whoever may share it', async (context) => {
    const server = await startServerHere(context);
    const [admin, builder] = [await server.key('admin'), await server.key('builder')];
    const { path } = await withAgent(server, admin);
    const auth = { type: 'token', auth_token: 'canary-shared-token' };
    const config = { endpoint: world.notes.url, auth };
    const { id } = (await server.call('POST', '/ai/mcp-servers', { key: admin, body: { name: 'shared', config } }))
      .body;
    const refused = await server.call('POST', `${path}/mcp-servers/${id}`, { key: builder });
    expect([refused.status, refused.body.details.right]).toEqual([403, 'agents.share']);
    expect((await server.call('POST', `${path}/mcp-servers/${id}`, { key: admin })).status).toBe(200);
  });

  it('that a key is not limited to does not exist for it', async (context) => {
    const server = await startServerHere(context);
    const admin = await server.key('admin');
    const { agent } = await withAgent(server, admin);
    const limited = await server.key('builder', { agents: ['other'] });
    expect((await server.call('GET', `/ai/agents/${agent.id}`, { key: limited })).status).toBe(404);
    expect((await server.call('GET', '/ai/agents', { key: limited })).body.data).toEqual([]);
    expect(
      (await server.call('GET', `/ai/agents/${agent.id}`, { key: await server.key('admin', { project: 'other' }) }))
        .status,
    ).toBe(404);
  });
});

describe('the gateway', () => {
  it('serves the tools of an agent to a key, and of no other', async (context) => {
    const server = await startServerHere(context);
    const admin = await server.key('admin');
    const { path, notes } = await withAgent(server, admin);
    await server.call('POST', `${path}/mcp-servers/${notes.id}`, { key: admin });
    await server.call('POST', '/ai/agents', { key: admin, body: { name: 'other' } });
    const key = await server.key('web-app', { agents: ['desk'] });
    const client = await connected(`${server.url}/mcp/desk`, key);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['notes_of_desk_echo']);
    const result = await client.callTool({ name: 'notes_of_desk_echo', arguments: { text: 'hello' } });
    expect(JSON.stringify(result.content)).toContain('hello');
    const metrics = await server.call('GET', '/metrics', { key: admin });
    expect(metrics.text).toMatch(/mcpctl_gateway_calls_total\{server="notes-of-desk",tool="echo",outcome="ok"\} 1/);
    await client.close();
    await expect(connected(`${server.url}/mcp/other`, key)).rejects.toThrow();
    await expect(connected(`${server.url}/mcp`, key)).rejects.toThrow();
    await expect(connected(`${server.url}/mcp/desk`, 'mcpk_unknown')).rejects.toThrow();
    await expect(connected(`${server.url}/p/other/mcp/desk`, key)).rejects.toThrow();
    await (await connected(`${server.url}/p/default/mcp/desk`, key)).close();
  });

  it('shows a session to no other principal', async (context) => {
    const server = await startServerHere(context);
    const [one, other] = [await server.key('admin'), await server.key('admin')];
    const initialize = {
      ...{ jsonrpc: '2.0', id: 1, method: 'initialize' },
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
    };
    const headers = { accept: 'application/json, text/event-stream' };
    const opened = await server.call('POST', '/mcp', { key: one, body: initialize, headers });
    const session = opened.headers.get('mcp-session-id') ?? '';
    expect(session).not.toBe('');
    const ping = { jsonrpc: '2.0', id: 2, method: 'ping' };
    const inSession = { ...headers, 'mcp-session-id': session };
    expect((await server.call('POST', '/mcp', { key: one, body: ping, headers: inSession })).status).toBe(200);
    expect((await server.call('POST', '/mcp', { key: other, body: ping, headers: inSession })).status).toBe(404);
  });
});
