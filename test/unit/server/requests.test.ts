import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatewayToken } from '../../../src/tokens/gateway-token.ts';
import { startServerHere } from '../../fakes/server-here.ts';
import { startWorld, type World } from '../../fakes/world.ts';

// What holds for every request, whatever it asks for.

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

describe('an Idempotency-Key', () => {
  it('gives the same request the same answer, also while the first is under way', async (context) => {
    const server = await startServerHere(context);
    const key = await server.key('owner');
    const make = () =>
      server.call('POST', '/api/v1/api-keys', {
        key,
        body: { name: 'ci', role: 'builder' },
        headers: { 'idempotency-key': 'once' },
      });
    const answers = await Promise.all([make(), make(), make()]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(
      (await server.call('GET', '/api/v1/api-keys', { key })).body.api_keys.filter(
        ({ name }: { name: string }) => name === 'ci',
      ),
    ).toHaveLength(1);
  });

  it('is for one request, and for one caller', async (context) => {
    const server = await startServerHere(context);
    const [key, other] = [await server.key('owner'), await server.key('owner')];
    const make = (name: string, by: string) =>
      server.call('POST', '/api/v1/web-apps', { key: by, body: { name }, headers: { 'idempotency-key': 'k' } });
    expect((await make('one', key)).status).toBe(201);
    const another = await make('two', key);
    expect([another.status, another.body.code]).toEqual([409, 'idempotency-key-used']);
    expect((await make('three', other)).status).toBe(201);
  });
});

describe('Accept: text/event-stream', () => {
  const eventsOf = (text: string) =>
    text
      .trim()
      .split('\n\n')
      .map((event) => /^event: (\w+)\ndata: (.*)$/s.exec(event)?.slice(1) ?? []);

  it('tells the steps of long work, and then the result', async (context) => {
    const server = await startServerHere(context);
    const key = await server.key('admin');
    const { text, headers } = await server.call('POST', '/ai/mcp-servers', {
      key,
      body: { name: 'crm', config: { endpoint: world.crm.url } },
      headers: { accept: 'text/event-stream' },
    });
    expect(headers.get('content-type')).toContain('text/event-stream');
    const events = eventsOf(text);
    expect(events.filter(([name]) => name === 'step').length).toBeGreaterThan(0);
    const [name, data] = events.at(-1) ?? [];
    expect([name, JSON.parse(data ?? '').name]).toEqual(['result', 'crm']);
  });

  it('ends with the error', async (context) => {
    const server = await startServerHere(context);
    const key = await server.key('admin');
    const { text } = await server.call('POST', '/ai/mcp-servers', {
      key,
      body: { name: 'x', config: { endpoint: 'http://example.com/mcp' } },
      headers: { accept: 'text/event-stream' },
    });
    const [name, data] = eventsOf(text).at(-1) ?? [];
    expect([name, JSON.parse(data ?? '').code]).toEqual(['error', 'server-invalid']);
  });
});

describe('the token of the owner', () => {
  it('opens the gateway as the user of this machine, and nothing else', async (context) => {
    const server = await startServerHere(context);
    const admin = await server.key('admin');
    await server.call('POST', '/ai/mcp-servers', {
      key: admin,
      body: { name: 'notes', config: { endpoint: world.notes.url } },
    });
    const token = (await gatewayToken({ project: 'default', user: 'ada' }, server.ports)).reveal();
    const client = new Client({ name: 'test', version: '1' });
    const requestInit = { headers: { authorization: `Bearer ${token}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`), { requestInit }));
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['notes_echo']);
    await client.close();
    expect((await server.call('GET', '/ai/agents', { key: token })).status).toBe(401);
    expect((await server.call('POST', '/mcp', { key: `${token}x`, body: {} })).status).toBe(401);
  });
});

describe('limits', () => {
  it('say when the next request is allowed', async (context) => {
    const server = await startServerHere(context);
    const key = await server.key('admin');
    let answer = await server.call('POST', '/ai/agents', { key, body: { name: 'a0' } });
    for (let index = 1; index <= 60 && answer.status !== 429; index++) {
      answer = await server.call('POST', '/ai/agents', { key, body: { name: `a${index}` } });
    }
    expect(answer.status).toBe(429);
    expect(answer.body.code).toBe('rate-limited');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answer.headers.get('x-ratelimit-reason')).toBe('pacing');
    expect((await server.call('GET', '/ai/agents', { key })).status).toBe(200);
  });
});
