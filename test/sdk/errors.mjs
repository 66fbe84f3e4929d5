// Errors as the client shows them: every code of the table, and one of each status as a route answers it.
import assert from 'node:assert/strict';
import { WachtClient, WachtError } from '@wacht/backend';
import { loadTypeScript } from '../../scripts/load-typescript.mjs';

export async function checkErrors({ check, company, client, apiKey }) {
  const { createErrors } = await loadTypeScript('test/fakes/every-error.ts');
  for (const { code, message, response } of createErrors()) {
    await check(`error ${code}`, async () => {
      const answering = new WachtClient({ apiKey, baseUrl: company.url, fetch: async () => response });
      const error = await failure(answering.get('/ai/agents'));
      assert.equal(error.message, message);
      // The client has one class for what a server cannot do now, with a status of its own.
      assert.equal(error.statusCode, response.status === 503 ? 500 : response.status);
    });
  }

  const { notes } = company.addresses;
  const server = await client.ai.createMcpServer({ name: 'notes', config: { endpoint: notes } });
  const keyOf = async (role) => new WachtClient({ apiKey: await company.createKey(role), baseUrl: company.url });
  const stranger = new WachtClient({ apiKey: 'mcpk_unknown', baseUrl: company.url });
  const builder = await keyOf('builder');
  const OVER_HTTP = [
    [400, 'The parameter limit must be a number', () => client.get('/ai/agents?limit=all')],
    [401, 'You could not be let in.', () => stranger.ai.listAgents({})],
    [403, '', () => builder.ai.createMcpServer({ name: 'other', config: { endpoint: notes } })],
    [404, 'There is no agent with the id none.', () => client.ai.getAgent('none')],
    [404, 'There is nothing at GET /ai/skills.', () => client.get('/ai/skills')],
    [405, 'PUT is not allowed here.', () => client.put('/ai/agents', {})],
    [409, '', () => client.ai.createMcpServer({ name: 'notes', config: { endpoint: notes } })],
    [
      412,
      'It has changed since',
      () => client.delete(`/ai/mcp-servers/${server.id}`, { headers: { 'If-Match': '"x"' } }),
    ],
    [415, '', () => client.post('/ai/agents', 'name=scribe')],
    [422, 'An agent keeps its name.', () => renamed(client)],
    [424, '', () => client.ai.discoverMcpServerAuth({ endpoint: 'http://127.0.0.1:9/mcp' })],
  ];
  for (const [status, message, call] of OVER_HTTP) {
    await check(`error over HTTP: ${status} ${message}`, async () => {
      const error = await failure(call());
      assert.equal(error.statusCode, status, error.message);
      assert.ok(error.message.startsWith(message), error.message);
      assert.notEqual(error.message, 'An error occurred');
    });
  }
  await client.ai.deleteMcpServer(server.id);
}

async function renamed(client) {
  const agent = await client.ai.createAgent({ name: 'named' });
  try {
    return await client.ai.updateAgent(agent.id, { name: 'renamed' });
  } finally {
    await client.ai.deleteAgent(agent.id);
  }
}

async function failure(call) {
  const error = await call.then(
    () => assert.fail('It was answered.'),
    (thrown) => thrown,
  );
  if (!(error instanceof WachtError)) throw error;
  return error;
}
