// The methods of the client for servers, agents, actors and tickets. Each answer has the shape that its types declare.
import assert from 'node:assert/strict';
import { checkEndUsers } from './end-users.mjs';

const pageOf = (type) => `PaginatedResponse<${type}>`;

export async function checkMethods({ check, isShaped, company, client }) {
  const { ai } = client;
  const { crm, notes, weather } = company.addresses;
  let server;
  let agent;

  await check('servers: discover', async () => {
    const found = await ai.discoverMcpServerAuth({ endpoint: crm });
    isShaped(found, 'McpServerDiscoveryResponse');
    assert.equal(found.requires_auth, true);
  });
  await check('servers: create', async () => {
    server = await ai.createMcpServer({ name: 'notes', config: { endpoint: notes } });
    isShaped(server, 'McpServerCreateResponse');
    assert.equal(server.discovery_result.requires_auth, false);
  });
  await check('servers: get', async () => {
    const { discovery_result: _, ...created } = server;
    const found = await ai.getMcpServer(server.id);
    isShaped(found, 'McpServer');
    assert.deepEqual(found, created);
  });
  await check('servers: list, page by page', async () => {
    const other = await ai.createMcpServer({
      name: 'weather',
      config: { endpoint: weather, auth: { type: 'token', auth_token: company.secrets.apiKey } },
    });
    // Without an argument, the client looks for another client.
    const all = await ai.listMcpServers({});
    isShaped(all, pageOf('McpServer'));
    assert.deepEqual(
      all.data.map(({ name }) => name),
      ['weather', 'notes'],
    );
    assert.deepEqual([all.total, all.has_more], [2, false]);
    const second = await ai.listMcpServers({ limit: 1, offset: 1 });
    assert.deepEqual([second.data[0].name, second.limit, second.offset, second.has_more], ['notes', 1, 1, false]);
    assert.ok(!JSON.stringify(all).includes(company.secrets.apiKey));
    await ai.deleteMcpServer(other.id);
  });
  await check('servers: update', async () => {
    const headers = { 'X-Tenant': 'acme' };
    const changed = await ai.updateMcpServer(server.id, { config: { endpoint: notes, headers } });
    isShaped(changed, 'McpServer');
    assert.deepEqual(changed.header_names, ['X-Tenant']);
  });

  await check('agents: create', async () => {
    const configuration = { model: 'small', temperature: 0 };
    agent = await ai.createAgent({ name: 'scribe', description: 'Writes.', configuration });
    isShaped(agent, 'AiAgent');
    assert.deepEqual(agent.configuration, configuration);
  });
  await check('agents: attach a server', async () => {
    await client.post(`/ai/agents/${agent.id}/mcp-servers/${server.id}`);
    await client.post(`/ai/agents/${agent.id}/mcp-servers/${server.id}`, { tools: ['echo'] });
    const attached = await client.get(`/ai/agents/${agent.id}/mcp-servers`);
    isShaped(attached, pageOf('McpServer'));
    assert.deepEqual(
      attached.data.map(({ id }) => id),
      [server.id],
    );
  });
  await check('agents: get and details', async () => {
    isShaped(await ai.getAgent(agent.id), 'AiAgent');
    const details = await ai.getAgentDetails(agent.id);
    isShaped(details, 'AiAgentWithDetails');
    assert.equal(details.knowledge_bases_count, 0);
  });
  await check('agents: list', async () => {
    const page = await ai.listAgents({ limit: 10, offset: 0 });
    isShaped(page, pageOf('AiAgent'));
    assert.deepEqual(
      page.data.map(({ name }) => name),
      ['scribe'],
    );
  });
  await check('agents: update', async () => {
    const changed = await ai.updateAgent(agent.id, { description: 'Writes more.' });
    isShaped(changed, 'AiAgent');
    assert.equal(changed.description, 'Writes more.');
  });

  await checkEndUsers({ check, isShaped, company, client, agent });

  await check('agents: detach and delete', async () => {
    await client.delete(`/ai/agents/${agent.id}/mcp-servers/${server.id}`);
    assert.deepEqual((await client.get(`/ai/agents/${agent.id}/mcp-servers`)).data, []);
    await ai.deleteAgent(agent.id);
    await assert.rejects(ai.getAgent(agent.id), { statusCode: 404 });
  });
  await check('servers: delete', async () => {
    await ai.deleteMcpServer(server.id);
    await assert.rejects(ai.getMcpServer(server.id), { statusCode: 404 });
  });
}
