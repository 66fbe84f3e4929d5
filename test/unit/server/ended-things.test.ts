import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { describe, expect, it, type TestContext } from 'vitest';
import { startMcpServer } from '../../fakes/mcp-server.ts';
import { type ServerHere, startServerHere } from '../../fakes/server-here.ts';
import { echo } from '../../fakes/tools.ts';

// A server that is deleted while an agent uses it, a person who is removed, and an agent that is taken, all in the middle of
// a session. Keys are in ended.test.ts.

/** A tool that never answers. */
const endless = {
  name: 'wait',
  description: 'Waits.',
  inputSchema: { type: 'object', properties: {} } as const,
  run: () => new Promise<never>(() => {}),
};

interface Session {
  readonly client: Client;
  readonly call: ReturnType<Client['callTool']>;
  /** How often the client was told that tools have changed. */
  readonly changed: () => number;
}

async function company(context: TestContext) {
  const server = await startServerHere(context);
  const owner = await server.key('owner');
  const slow = await startMcpServer({ name: 'Slow', tools: [echo, endless] });
  const other = await startMcpServer({ name: 'Other', tools: [echo] });
  context.onTestFinished(() => Promise.all([slow.close(), other.close()]).then(() => {}));
  const ids: Record<string, string> = {};
  await server.call('POST', '/ai/agents', { key: owner, body: { name: 'desk' } });
  for (const [name, { url }] of Object.entries({ slow, other })) {
    const made = await server.call('POST', '/ai/mcp-servers', {
      key: owner,
      body: { name, config: { endpoint: url } },
    });
    ids[name] = made.body.id;
    await server.call('POST', `/ai/agents/desk/mcp-servers/${made.body.id}`, { key: owner });
  }
  return { server, owner, ids };
}

async function login(server: ServerHere, owner: string, name: string): Promise<string> {
  const body = { name, role: 'member', agents: ['desk'] };
  const { link } = (await server.call('POST', '/api/v1/people', { key: owner, body })).body;
  const exchanged = await server.call('POST', '/api/v1/login', { body: { link: new URL(link).hash.slice(1) } });
  expect(exchanged.status, exchanged.text).toBe(200);
  return exchanged.body.token;
}

async function calling(server: ServerHere, token: string): Promise<Session> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'legacy' } });
  let changed = 0;
  client.setNotificationHandler('notifications/tools/list_changed', () => void changed++);
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp/desk`), { requestInit }));
  expect((await client.listTools()).tools).toHaveLength(3);
  const call = client.callTool({ name: 'slow_wait', arguments: {} });
  call.catch(() => {});
  await new Promise((done) => setTimeout(done, 100));
  return { client, call, changed: () => changed };
}

const textOf = (result: object) => JSON.stringify(result);

describe('a server that is deleted while an agent uses it', () => {
  it('ends the call with the reason, and its tools disappear from open sessions', async (context) => {
    const { server, owner, ids } = await company(context);
    const { client, call, changed } = await calling(server, await login(server, owner, 'ada'));
    expect((await server.call('DELETE', `/ai/mcp-servers/${ids.slow}`, { key: owner })).status).toBe(200);
    const ended = await call;
    expect(ended.isError).toBe(true);
    expect(textOf(ended.content)).toMatch(/slow is not served here any more.*It was deleted/);
    await expect.poll(changed).toBeGreaterThan(0);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['other_echo']);
    const again = await client.callTool({ name: 'other_echo', arguments: { text: 'still here' } });
    expect(textOf(again.content)).toContain('still here');
    await client.close();
  });
});

describe('a server that is detached from an agent', () => {
  it('ends the call with the reason, and its tools disappear from open sessions', async (context) => {
    const { server, owner, ids } = await company(context);
    const { client, call, changed } = await calling(server, await login(server, owner, 'ada'));
    await server.call('DELETE', `/ai/agents/desk/mcp-servers/${ids.slow}`, { key: owner });
    const ended = await call;
    expect([ended.isError, textOf(ended.content)]).toEqual([true, expect.stringMatching(/slow/)]);
    await expect.poll(changed).toBeGreaterThan(0);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['other_echo']);
    await client.close();
  });
});

describe('a person who is removed in the middle of a session', () => {
  it('has its call ended with the reason, hears of it, and is refused the next time', async (context) => {
    const { server, owner } = await company(context);
    const token = await login(server, owner, 'ada');
    const { client, call, changed } = await calling(server, token);
    const removed = await server.call('DELETE', '/api/v1/people/ada', { key: owner });
    expect(removed.status, removed.text).toBe(200);
    const ended = await call;
    expect([ended.isError, textOf(ended.content)]).toEqual([true, expect.stringMatching(/removed|not known/)]);
    await expect.poll(changed).toBeGreaterThan(0);
    await expect(client.listTools()).rejects.toThrow();
    const answer = await server.call('POST', '/mcp/desk', { key: token, body: {} });
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
  });

  it('and leaves the session of another person alone', async (context) => {
    const { server, owner } = await company(context);
    const [ada, grace] = [await login(server, owner, 'ada'), await login(server, owner, 'grace')];
    const { client } = await calling(server, grace);
    await calling(server, ada);
    await server.call('DELETE', '/api/v1/people/ada', { key: owner });
    await new Promise((done) => setTimeout(done, 1200));
    const result = await client.callTool({ name: 'slow_echo', arguments: { text: 'still here' } });
    expect(textOf(result.content)).toContain('still here');
    await client.close();
  });
});

describe('an agent that is taken in the middle of a session', () => {
  it('has the call ended with the reason, and is not found the next time', async (context) => {
    const { server, owner } = await company(context);
    const token = await login(server, owner, 'ada');
    const { client, call, changed } = await calling(server, token);
    const taken = await server.call('DELETE', '/api/v1/agents/desk/people/ada', { key: owner });
    expect(taken.status, taken.text).toBe(200);
    const ended = await call;
    expect([ended.isError, textOf(ended.content)]).toEqual([true, expect.stringContaining('desk was taken from you')]);
    await expect.poll(changed).toBeGreaterThan(0);
    await expect(client.listTools()).rejects.toThrow();
    const answer = await server.call('POST', '/mcp/desk', { key: token, body: {} });
    expect([answer.status, answer.body.code]).toEqual([404, 'agent-unknown']);
  });
});

describe('an agent that is deleted in the middle of a session', () => {
  it('has the call ended with the reason', async (context) => {
    const { server, owner } = await company(context);
    const { call, changed } = await calling(server, await server.key('web-app'));
    expect((await server.call('DELETE', '/ai/agents/desk', { key: owner })).status).toBe(200);
    const ended = await call;
    expect([ended.isError, textOf(ended.content)]).toEqual([true, expect.stringMatching(/the agent was deleted/)]);
    await expect.poll(changed).toBeGreaterThan(0);
  });
});
