import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { startMcpServer } from '../../fakes/mcp-server.ts';
import { type ServerHere, startServerHere } from '../../fakes/server-here.ts';
import { echo } from '../../fakes/tools.ts';

// Whoever loses a right in the middle of a session: calls under way end with the reason, and clients hear of it.

/** A tool that never answers. */
const endless = {
  name: 'wait',
  description: 'Waits.',
  inputSchema: { type: 'object', properties: {} } as const,
  run: () => new Promise<never>(() => {}),
};

async function calling(server: ServerHere, key: string) {
  const admin = await server.key('admin');
  const slow = await startMcpServer({ name: 'Slow', tools: [echo, endless] });
  const config = { endpoint: slow.url };
  const { id } = (await server.call('POST', '/ai/mcp-servers', { key: admin, body: { name: 'slow', config } })).body;
  await server.call('POST', '/ai/agents', { key: admin, body: { name: 'desk' } });
  await server.call('POST', `/ai/agents/desk/mcp-servers/${id}`, { key: admin });
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'legacy' } });
  const changed: string[] = [];
  client.setNotificationHandler('notifications/tools/list_changed', () => void changed.push('tools'));
  const requestInit = { headers: { authorization: `Bearer ${key}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp/desk`), { requestInit }));
  expect((await client.listTools()).tools).toHaveLength(2);
  const call = client.callTool({ name: 'slow_wait', arguments: {} });
  await new Promise((done) => setTimeout(done, 100));
  return { client, call, changed, slow };
}

const revoke = ({ ports }: ServerHere, key: string) =>
  ports.state.write(async (tables) => {
    const all = await tables.apiKeys.list('default');
    const found = all.find(({ id }) => key.includes(id));
    if (found) await tables.apiKeys.save({ ...found, revokedAt: Date.now() });
  });

describe('a key that is revoked in the middle of a call', () => {
  it('ends the call with the reason, tells the client, and is refused the next time', async (context) => {
    const server = await startServerHere(context);
    const key = await server.key('web-app');
    const { client, call, changed, slow } = await calling(server, key);
    context.onTestFinished(() => slow.close());
    await revoke(server, key);
    const result = await call;
    expect(result.isError).toBe(true);
    expect(JSON.stringify(result.content)).toContain('This API key was revoked.');
    await expect.poll(() => changed.length).toBeGreaterThan(0);
    await expect(client.listTools()).rejects.toThrow();
    const answer = await server.call('POST', '/mcp/desk', { key, body: {} });
    expect([answer.status, answer.body.why]).toEqual([401, 'This API key was revoked.']);
  });

  it('ends nothing of another key', async (context) => {
    const server = await startServerHere(context);
    const [key, other] = [await server.key('web-app'), await server.key('web-app')];
    const { client, call, slow } = await calling(server, key);
    context.onTestFinished(() => slow.close());
    await revoke(server, other);
    await new Promise((done) => setTimeout(done, 1200));
    call.catch(() => {});
    const result = await client.callTool({ name: 'slow_echo', arguments: { text: 'still here' } });
    expect(JSON.stringify(result.content)).toContain('still here');
    await client.close();
  });
});
