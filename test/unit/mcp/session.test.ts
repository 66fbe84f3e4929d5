import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.ts';
import { notificationStream } from '../../../src/mcp/notification-stream.ts';
import { openSession as openSessionWith, type SessionOptions } from '../../../src/mcp/open-session.ts';
import { PROBE_MILLISECONDS } from '../../../src/mcp/silent-probe.ts';
import type { Fetch } from '../../../src/ports/index.ts';
import { Refusal } from '../../../src/refusal.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { listen } from '../../fakes/http.ts';
import { type McpServerOptions, startMcpServer } from '../../fakes/mcp-server.ts';
import { type Lie, saying, silence, startScriptedServer } from '../../fakes/scripted-server.ts';
import { crmTools, echo } from '../../fakes/tools.ts';

const openSession = (options: Omit<SessionOptions, 'clock'>) => openSessionWith({ ...options, clock: systemClock });

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function server(options: Partial<McpServerOptions> = {}) {
  const started = await startMcpServer({ name: 'Test', tools: [echo], ...options });
  closing.push(started.close);
  return started;
}

/** A server that answers every request in one way. */
async function answering(status: number, headers: Record<string, string>, body: string) {
  const { origin, server, close } = await listen();
  closing.push(close);
  server.on('request', (_request, response) => response.writeHead(status, headers).end(body));
  return `${origin}/mcp`;
}

const INITIALIZED = {
  protocolVersion: '2025-11-25',
  capabilities: { tools: {} },
  serverInfo: { name: 'test', version: '1' },
};

/** A server of 2025 that lies when it is asked for one of these methods. */
async function scripted(lies: Readonly<Record<string, Lie>>) {
  const started = await startScriptedServer({ era: 'legacy', tools: [], ttlMs: 0, lies });
  closing.push(started.close);
  return started;
}

const tool = (name: string) => ({ ...echo, name, run: echo.run });

describe.each([
  ['modern', '2026-07-28'],
  ['legacy', '2025-11-25'],
] as const)('a session with a server of the %s era', (era, protocolVersion) => {
  it('lists and calls', async () => {
    const { url } = await server({ era, tools: crmTools });
    const session = await openSession({ url, fetch });
    expect(session).toMatchObject({ era, protocolVersion, serverInfo: { name: 'Test', version: '1.0.0' } });
    const { tools, faulty } = await session.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['search', 'add_note', 'photo', 'whoami']);
    expect(faulty).toEqual([]);
    const [search] = tools;
    if (!search) throw new Error('no tool');
    const result = await session.callTool(search, { query: 'turin' });
    expect(result).toMatchObject({
      content: [{ type: 'text', text: 'Luigi Menabrea, Taurinorum Academy, Turin' }],
      structuredContent: { contacts: [{ city: 'Turin' }] },
    });
    await session.close();
  });

  it('reads every page of the list', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `tool_${index}`);
    const { url } = await server({ era, tools: names.map(tool), pageSize: 10 });
    const session = await openSession({ url, fetch });
    const { tools } = await session.listTools();
    expect(tools.map(({ name }) => name)).toEqual(names);
    await session.close();
  });

  it('leaves out a faulty tool, says why, and keeps the others', async () => {
    const faultyTools = [{ name: 'broken', inputSchema: 'none' }, { description: 'nameless' }, 7];
    const { url } = await server({ era, faultyTools });
    const session = await openSession({ url, fetch });
    const { tools, faulty } = await session.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['echo']);
    expect(faulty.map(({ name }) => name)).toEqual(['broken', 'number 3', 'number 4']);
    expect(faulty[0]?.why).toContain('inputSchema');
    await session.close();
  });

  it('ends a list that goes in circles', async () => {
    const { url } = await server({ era, tools: ['a', 'b'].map(tool), pageSize: 0 });
    const session = await openSession({ url, fetch });
    expect((await session.listTools()).tools).toEqual([]);
    await session.close();
  });
});

describe('a signal that outlives many sessions', () => {
  const over = new AbortController();
  const listeners = () => getEventListeners(over.signal, 'abort').length;

  it.each(['modern', 'legacy'] as const)('keeps nothing of one with a server of the %s era', async (era) => {
    const { url } = await server({ era });
    const session = await openSession({ url, fetch, signal: over.signal });
    await session.listTools();
    await session.close();
    expect(listeners()).toBe(0);
  });

  it('keeps nothing of one that could not be opened', async () => {
    const url = await answering(503, {}, 'no');
    await expect(openSession({ url, fetch, signal: over.signal })).rejects.toThrow('HTTP 503');
    expect(listeners()).toBe(0);
  });

  it('still ends the attempt to open one', async () => {
    const { origin, close } = await listen();
    closing.push(close);
    const attempt = openSession({ url: `${origin}/mcp`, fetch, signal: over.signal });
    over.abort(new Error('That is enough.'));
    await expect(attempt).rejects.toThrow('That is enough.');
  });
});

describe('a session that is open for long', () => {
  it('joins no signal of its own with those of its requests, since Node 20 would keep each of them', async () => {
    const { url } = await server({ era: 'modern' });
    const session = await openSession({ url, fetch });
    const any = vi.spyOn(AbortSignal, 'any');
    for (let call = 0; call < 3; call++) await session.forward({ method: 'tools/call', params: { name: 'echo' } });
    const joined = any.mock.calls.flatMap(([signals]) => [...signals]);
    any.mockRestore();
    expect(new Set(joined).size).toBe(joined.length);
    await session.close();
  });

  it.each(['modern', 'legacy'] as const)('lets go of what is under way when it is closed (%s)', async (era) => {
    const { url } = await server({ era });
    const asked = new Set<AbortSignal>();
    const hangingUp: typeof fetch = async (to, init) => {
      if (!String(init?.body).includes('tools/call')) return fetch(to, init);
      const { signal } = init as { signal: AbortSignal };
      asked.add(signal);
      return new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason)));
    };
    const session = await openSession({ url, fetch: hangingUp });
    const call = session.forward({ method: 'tools/call', params: { name: 'echo' } });
    call.catch(() => {});
    await vi.waitFor(() => expect(asked.size).toBe(1), { timeout: 20_000 });
    await session.close();
    expect([...asked].map(({ aborted }) => aborted)).toEqual([true]);
    await expect(call).rejects.toThrow();
  });
});

describe('a session that cannot be opened', () => {
  it.each([
    [401, 1, 'wants authorization'],
    [403, 1, 'wants authorization'],
    [500, 2, 'HTTP 500'],
    [503, 2, 'HTTP 503'],
  ])('HTTP %i is no evidence of an older server, and is answered to %i requests', async (status, count, message) => {
    let requests = 0;
    const url = await answering(status, {}, 'no');
    const counting: typeof fetch = (...args) => {
      requests++;
      return fetch(...args);
    };
    await expect(openSession({ url, fetch: counting })).rejects.toMatchObject({
      code: 'server-error',
      message: expect.stringContaining(message),
    });
    expect(requests).toBe(count);
  });

  it('is unreachable when nobody listens', async () => {
    const { origin, close } = await listen();
    await close();
    await expect(openSession({ url: `${origin}/mcp`, fetch })).rejects.toMatchObject({
      code: 'server-unreachable',
      why: 'The network says ECONNREFUSED.',
    });
  });

  it.each([
    ['a page', 'text/html', '<h1>Welcome</h1>'],
    ['broken JSON', 'application/json', '{"jsonrpc":'],
    ['other JSON', 'application/json', '{"hello":"world"}'],
  ])('is no MCP server when it answers with %s', async (_what, type, body) => {
    const url = await answering(200, { 'content-type': type }, body);
    await expect(openSession({ url, fetch })).rejects.toMatchObject({ code: 'server-error' });
  });

  it.each([
    ['after a probe', undefined],
    ['at once', { kind: 'legacy' }],
  ] as const)(
    'is refused with both versions when initialize, %s, is answered with an unknown one',
    async (_when, knownEra) => {
      const { url } = await scripted({
        initialize: saying(({ id }) => ({
          jsonrpc: '2.0',
          id,
          result: { ...INITIALIZED, protocolVersion: '1999-01-01' },
        })),
      });
      await expect(openSession({ url, fetch, knownEra })).rejects.toMatchObject({
        code: 'server-error',
        message: expect.stringContaining('1999-01-01'),
        why: expect.stringContaining('2025-11-25'),
        details: { protocol_version: '1999-01-01' },
      });
    },
  );

  it.each([
    ['nothing in it', {}],
    ['a version that is a number', { ...INITIALIZED, protocolVersion: 7 }],
    ['capabilities that are a list', { ...INITIALIZED, capabilities: ['tools'] }],
    ['no name', { ...INITIALIZED, serverInfo: {} }],
  ])('is refused, and is no bug, when initialize is answered with %s', async (_what, result) => {
    const { url } = await scripted({ initialize: saying(({ id }) => ({ jsonrpc: '2.0', id, result })) });
    await expect(openSession({ url, fetch })).rejects.toMatchObject({ code: 'server-error' });
  });

  it('hands out a bug of its own fetch as it was', async () => {
    const bug = new TypeError('nothing.of.this is a function');
    const { url } = await server();
    await expect(openSession({ url, fetch: () => Promise.reject(bug) })).rejects.toBe(bug);
  });

  it('hands out what its fetch refused, as it was', async () => {
    const refusal = new Refusal('not-connected', { what: 'crm is not connected.', hint: 'mcpctl connect crm' });
    const { url } = await server();
    await expect(openSession({ url, fetch: () => Promise.reject(refusal) })).rejects.toBe(refusal);
  });

  it('hands out the reason of an abort', async () => {
    const refusal = new Refusal('interrupted', { what: 'Interrupted.', hint: 'Again.' });
    const { url } = await server();
    const hanging = () => new Promise<Response>(() => {});
    const controller = new AbortController();
    const opening = openSession({ url, fetch: hanging, signal: controller.signal });
    controller.abort(refusal);
    await expect(opening).rejects.toBe(refusal);
  });
});

describe('an open session', () => {
  it.each([500, 503, 202, 204])(
    'is one of 2025 when HTTP %i answers the probe, and initialize is answered',
    async (status) => {
      const { url } = await scripted({ 'server/discover': (response) => response.writeHead(status).end() });
      const session = await openSession({ url, fetch });
      expect(session.era).toBe('legacy');
      await session.close();
    },
  );

  it.each([
    ['nothing at all', silence],
    [
      'the start of a stream',
      (response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n'),
    ],
  ] as [string, Lie][])('is one of 2025 when %s answers the probe, and initialize is answered', async (_what, lie) => {
    const clock = fakeClock();
    const { url, asked } = await scripted({ 'server/discover': lie });
    const opening = openSessionWith({ url, fetch, clock });
    await expect.poll(asked).toEqual(['server/discover']);
    await clock.advance(PROBE_MILLISECONDS);
    const session = await opening;
    expect(session.era).toBe('legacy');
    await session.close();
    expect(clock.pending()).toBe(0);
  });

  it('takes no longer when the server is silent to everything', async () => {
    const clock = fakeClock();
    const { url, asked } = await scripted({ 'server/discover': silence, initialize: silence });
    const failed = openSessionWith({ url, fetch, clock }).catch((thrown) => thrown);
    await expect.poll(asked).toEqual(['server/discover']);
    await clock.advance(PROBE_MILLISECONDS);
    await expect.poll(asked).toEqual(['initialize']);
    await clock.advance(15_000 - PROBE_MILLISECONDS);
    expect(await failed).toMatchObject({ code: 'server-timeout' });
    expect(clock.pending()).toBe(0);
  });

  it.each([400, 404, 500])('does not need notifications/initialized to be taken: HTTP %i', async (status) => {
    const { url } = await scripted({ 'notifications/initialized': (response) => response.writeHead(status).end('no') });
    const session = await openSession({ url, fetch });
    expect((await session.listTools()).tools).toEqual([]);
    await session.close();
  });

  it('takes null for the members that a server of 2025 leaves unset', async () => {
    const serverInfo = { ...INITIALIZED.serverInfo, title: null, icons: null };
    const capabilities = { tools: { listChanged: null }, prompts: null, experimental: null };
    const listed = { ...echo, run: undefined, title: null, annotations: null, outputSchema: null, _meta: undefined };
    const { url } = await scripted({
      initialize: saying(({ id }) => ({
        jsonrpc: '2.0',
        id,
        error: null,
        result: { ...INITIALIZED, capabilities, serverInfo, instructions: null },
      })),
      'tools/list': saying(({ id }) => ({ jsonrpc: '2.0', id, result: { tools: [listed], nextCursor: null } })),
    });
    const session = await openSession({ url, fetch });
    const { tools, faulty } = await session.listTools();
    expect({ names: tools.map(({ name }) => name), faulty }).toEqual({ names: ['echo'], faulty: [] });
    await session.close();
  });

  it.each([
    ['null', { id: null }],
    ['left out', {}],
  ])('is one of 2025 when the error that answers the probe has an id that is %s', async (_how, id) => {
    const error = { code: -32_600, message: 'Invalid Request' };
    const { url } = await scripted({ 'server/discover': saying(() => ({ jsonrpc: '2.0', ...id, error })) });
    const session = await openSession({ url, fetch });
    expect(session.era).toBe('legacy');
    await session.close();
  });

  it('hands out what its fetch refuses in the middle', async () => {
    const { url } = await server();
    const refusal = new Refusal('reconnect-needed', { what: 'crm wants you again.', hint: 'mcpctl connect crm' });
    let broken = false;
    const session = await openSession({ url, fetch: (...args) => (broken ? Promise.reject(refusal) : fetch(...args)) });
    const { tools } = await session.listTools();
    broken = true;
    await expect(session.listTools()).rejects.toBe(refusal);
    await expect(session.callTool(tools[0] as never, {})).rejects.toBe(refusal);
    await session.close();
  });

  it('mirrors the arguments that a definition wants in headers', async () => {
    const region = { type: 'string', 'x-mcp-header': 'Region' };
    const { url } = await server({ tools: [{ ...echo, inputSchema: { type: 'object', properties: { region } } }] });
    const sent: Headers[] = [];
    const session = await openSession({
      url,
      fetch: (input, init) => {
        sent.push(new Headers(init?.headers));
        return fetch(input, init);
      },
    });
    const { tools } = await session.listTools();
    await session.callTool(tools[0] as never, { region: 'north' });
    expect(sent.at(-1)?.get('mcp-param-region')).toBe('north');
    await session.close();
  });
});

describe('the notification stream of a 2025 server', () => {
  const get = { method: 'GET' };
  const answer = (status: number, type: string) => async () =>
    new Response('', { status, headers: { 'content-type': type } });
  const streamOf = (fetch: Fetch, isOffered?: boolean) => {
    const clock = fakeClock();
    return { clock, ...notificationStream({ fetch, clock, isOffered }) };
  };

  it.each([
    [405, 'text/plain', false],
    [202, 'text/plain', false],
    [200, 'text/event-stream; charset=utf-8', true],
  ])('is known to be offered or not after HTTP %i %s', async (status, type, expected) => {
    const { fetch, answered, isOffered } = streamOf(answer(status, type));
    expect(isOffered()).toBeUndefined();
    await fetch('http://server/mcp', get);
    await answered();
    expect(isOffered()).toBe(expected);
  });

  it('is not asked for when the server does not offer it', async () => {
    const { fetch } = streamOf(() => Promise.reject(new Error('asked')), false);
    expect((await fetch('http://server/mcp', get)).status).toBe(405);
    await expect(fetch('http://server/mcp', { method: 'POST' })).rejects.toThrow('asked');
  });

  it('is asked for again after a request that failed, which shows nothing', async () => {
    const answers = [() => Promise.reject(new Error('down')), answer(405, 'text/plain')];
    const { fetch, isOffered, clock } = streamOf(() => answers.shift()?.() as Promise<Response>);
    const response = fetch('http://server/mcp', get);
    expect(isOffered()).toBeUndefined();
    await clock.advance(1000);
    expect((await response).status).toBe(405);
    expect(isOffered()).toBe(false);
  });

  it('is asked for less often the longer the server is away', async () => {
    const asked = vi.fn(() => Promise.reject(new Error('down')));
    const abort = new AbortController();
    const { fetch, clock } = streamOf(asked);
    const response = fetch('http://server/mcp', { ...get, signal: abort.signal });
    for (const [pause, count] of [
      [1000, 2],
      [2000, 3],
      [4000, 4],
    ] as const) {
      await clock.advance(pause - 1);
      expect(asked).toHaveBeenCalledTimes(count - 1);
      await clock.advance(1);
      expect(asked).toHaveBeenCalledTimes(count);
    }
    abort.abort(new Error('Closed.'));
    await expect(response).rejects.toThrow('Closed.');
    expect(clock.pending()).toBe(0);
  });

  it('is asked for no longer when the session is closed', async () => {
    const { fetch, answered, isOffered } = streamOf(() => Promise.reject(new Error('down')));
    await expect(fetch('http://server/mcp', { ...get, signal: AbortSignal.abort() })).rejects.toThrow('aborted');
    await answered();
    expect(isOffered()).toBeUndefined();
  });
});
