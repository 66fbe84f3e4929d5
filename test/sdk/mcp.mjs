// An agent of the server, to the official client of MCP: it lists and calls the tools that the agent may use.
import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

export async function checkMcp({ check, company, client, apiKey }) {
  const server = await client.ai.createMcpServer({ name: 'notes', config: { endpoint: company.addresses.notes } });
  const agent = await client.ai.createAgent({ name: 'reader' });
  await client.post(`/ai/agents/${agent.id}/mcp-servers/${server.id}`);
  await check('MCP: the tools of an agent, with an API key', async () => {
    const { mcp, close } = await connect(`${company.url}/mcp/reader`, apiKey);
    const { tools } = await mcp.listTools();
    assert.deepEqual(
      tools.map(({ name }) => name),
      ['notes_echo'],
    );
    const { content } = await mcp.callTool({ name: 'notes_echo', arguments: { text: 'hello' } });
    assert.deepEqual(content, [{ type: 'text', text: 'hello' }]);
    await close();
  });
  await check('MCP: nobody without a key', () =>
    assert.rejects(connect(`${company.url}/mcp/reader`, 'mcpk_unknown'), /401|Unauthorized|let in/),
  );
  await client.ai.deleteAgent(agent.id);
  await client.ai.deleteMcpServer(server.id);
}

export async function connect(url, token) {
  const mcp = new Client({ name: 'a-backend', version: '1.0.0' });
  const requestInit = { headers: { Authorization: `Bearer ${token}` } };
  await mcp.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
  return { mcp, close: () => mcp.close() };
}
