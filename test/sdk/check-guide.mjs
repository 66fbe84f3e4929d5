// Every block of the guide, with one of the clients and the addresses of the company. Its servers have one name, so each is deleted before the next.
import { createRunner, documentOf, statementsOf } from './guide.mjs';

export async function checkGuide(page, Client, { check, isShaped, company, client, apiKey }) {
  const ours = page
    .replaceAll('https://mcp.example.com/mcp', company.addresses.crm)
    .replaceAll('https://auth.example.com', company.addresses.issuer);
  // The client itself, with another default for its address.
  class ClientOfCompany extends Client {
    constructor(config) {
      super({ baseUrl: company.url, ...config });
    }
  }
  const agent = await client.ai.createAgent({ name: 'guide' });
  const attached = await client.ai.createMcpServer({ name: 'notes', config: { endpoint: company.addresses.notes } });
  const printed = [];
  const run = createRunner({
    WachtClient: ClientOfCompany,
    process: { env: environmentOf(company, apiKey) },
    console: { log: (value) => printed.push(value) },
    agentId: agent.id,
    mcpServerId: attached.id,
  });
  const deleteServer = async (result) => {
    if (result?.config) await client.ai.deleteMcpServer(result.id);
  };

  await check(`${Client.name}: the server document`, async () => {
    const created = await client.post(
      '/ai/mcp-servers',
      documentOf(ours, { id: 'acme-robot', secret: company.secrets.machineSecret }),
    );
    isShaped(created, 'McpServerCreateResponse');
    await deleteServer(created);
  });
  for (const [index, statement] of statementsOf(ours).entries()) {
    const [line] = statement.code.split('\n');
    await check(`${Client.name} ${index + 1}: ${line}`, async () => {
      const result = await run(statement);
      if (line.includes('/discover')) isShaped(result, 'McpServerDiscoveryResponse');
      if (line.includes("post('/ai/mcp-servers'") || line.includes('post("/ai/mcp-servers"')) {
        isShaped(result, 'McpServerCreateResponse');
      }
      if (line.startsWith('console')) isShaped(printed.at(-1), 'McpServerDiscoveryResponse');
      await deleteServer(result);
    });
  }
  await client.ai.deleteAgent(agent.id);
  await client.ai.deleteMcpServer(attached.id);
}

function environmentOf({ secrets }, apiKey) {
  return {
    WACHT_BACKEND_API_KEY: apiKey,
    MCP_AUTH_TOKEN: secrets.apiKey,
    MCP_CLIENT_ID: 'acme-robot',
    MCP_CLIENT_SECRET: secrets.machineSecret,
  };
}
