import { describe, expect, it, type TestContext } from 'vitest';
import { toolCalls } from '../../../src/gateway/call-tool.ts';
import type { ClientRequest } from '../../../src/gateway/client-request.ts';
import { startAskingServer } from '../../fakes/asking-server.ts';
import { startForgetfulServer } from '../../fakes/forgetful-server.ts';
import { startGatewayHere } from '../../fakes/gateway-here.ts';
import { saying, startScriptedServer } from '../../fakes/scripted-server.ts';

/** A gateway before a 2025 server that asks in the middle of the call `chat`. */
async function startChats(context: TestContext, fastPaths: boolean) {
  const desk = await startAskingServer();
  context.onTestFinished(desk.close);
  const { gateway, names } = await startGatewayHere(context, [{ id: 'desk', url: desk.url }], fastPaths);
  await expect.poll(() => names('tools'), { timeout: 25_000 }).toContain('desk_chat');
  const { call } = toolCalls(gateway);
  return (request: ClientRequest) => call({ name: 'desk_chat', arguments: {} }, request);
}

/** The request of a client that answers every question with its name. */
function requestOf(name: string, asked: string[]): ClientRequest {
  return {
    method: 'tools/call',
    era: 'legacy',
    meta: {},
    signal: new AbortController().signal,
    capabilities: { elicitation: { form: {} } },
    channel: {
      async request(method) {
        asked.push(`${name}: ${method}`);
        return { action: 'accept', content: { name } };
      },
      log: () => {},
    },
    notify: async () => {},
  };
}

describe.each([
  ['with', true],
  ['without', false],
])('a gateway %s its fast paths', (_with, fastPaths) => {
  it('asks each of several clients that call the same server at once the questions of its own call', async (context) => {
    const chat = await startChats(context, fastPaths);
    const people = ['Ada', 'Grace', 'Mary'];
    const asked: string[] = [];
    const results = await Promise.all(people.map((name) => chat(requestOf(name, asked))));
    expect(results).toMatchObject(people.map((name) => ({ content: [{ text: `Hello, ${name}!` }] })));
    expect(asked.sort()).toEqual(people.map((name) => `${name}: elicitation/create`));
  });
});

describe.each([
  ['with', true],
  ['without', false],
])('a gateway %s its fast paths, before a server that was restarted', (_with, fastPaths) => {
  const words = { error: { code: -32_000, message: 'Bad Request: No valid session ID provided' }, id: null };
  it.for([
    [400, words],
    [404, { error: { code: -32_001, message: 'Session not found' }, id: null }],
    [404, ''],
  ] as const)('opens a new session when HTTP %i says so, and sends the call again', async ([status, body], context) => {
    const server = await startForgetfulServer(status, body);
    context.onTestFinished(server.close);
    const { gateway, names } = await startGatewayHere(context, [{ id: 'desk', url: server.url }], fastPaths);
    await expect.poll(() => names('tools'), { timeout: 25_000 }).toEqual(['desk_work']);
    const { call } = toolCalls(gateway);
    const work = () => call({ name: 'desk_work', arguments: {} }, requestOf('Ada', []));
    const done = { content: [{ type: 'text', text: 'done' }] };
    expect(await work()).toMatchObject(done);
    server.restart();
    expect(await work()).toMatchObject(done);
  });

  it('shows the words of a 400 that is about something else', async (context) => {
    const server = await startForgetfulServer(400, 'The moon is full.');
    context.onTestFinished(server.close);
    const { gateway, names } = await startGatewayHere(context, [{ id: 'desk', url: server.url }], fastPaths);
    await expect.poll(() => names('tools'), { timeout: 25_000 }).toEqual(['desk_work']);
    server.restart();
    const result = await toolCalls(gateway).call({ name: 'desk_work', arguments: {} }, requestOf('Ada', []));
    expect(result).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('The moon is full.') }] });
  });
});

it('offers two tools of one server that models cannot tell apart, each under a name of its own', async (context) => {
  const tools = ['a.b', 'a/b', 'c'].map((name) => ({ name, inputSchema: { type: 'object' as const } }));
  const lies = { 'tools/call': saying(({ id, params }) => ({ jsonrpc: '2.0', id, result: said(params.name) })) };
  const server = await startScriptedServer({ era: 'legacy', tools, ttlMs: 0, lies });
  context.onTestFinished(server.close);
  const { gateway, names } = await startGatewayHere(context, [{ id: 'crm', url: server.url }]);
  const offered = ['crm_a_b_2af51211', 'crm_a_b_bd2c0ff1', 'crm_c'];
  await expect.poll(() => names('tools'), { timeout: 25_000 }).toEqual(offered);
  const { call } = toolCalls(gateway);
  const called = await Promise.all(offered.map((name) => call({ name, arguments: {} }, requestOf('Ada', []))));
  expect(called).toMatchObject(['a.b', 'a/b', 'c'].map(said));
});

const said = (text: string) => ({ content: [{ type: 'text', text }] });

it('shows in the status that a server speaks a version of MCP that nobody knows', async (context) => {
  const initialized = { protocolVersion: '1999-01-01', capabilities: {}, serverInfo: { name: 'old', version: '1' } };
  const lies = { initialize: saying(({ id }) => ({ jsonrpc: '2.0', id, result: initialized })) };
  const old = await startScriptedServer({ era: 'legacy', tools: [], ttlMs: 0, lies });
  context.onTestFinished(old.close);
  const { names, trouble } = await startGatewayHere(context, [{ id: 'old', url: old.url }]);
  expect(await names('tools')).toEqual([]);
  await expect.poll(() => trouble('old')).toBe('other');
});
