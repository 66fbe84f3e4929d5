import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.ts';
import { createNetwork } from '../../../src/adapters/network.ts';
import { openSession as openSessionWith, type SessionOptions } from '../../../src/mcp/open-session.ts';
import type { Refusal } from '../../../src/refusal.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { listen, textOf } from '../../fakes/http.ts';
import type { FakeTool } from '../../fakes/mcp-server.ts';
import { type OldServerOptions, startOldServer } from '../../fakes/old-server.ts';
import { echo } from '../../fakes/tools.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

const network = createNetwork({ allowPrivate: false, environment: {} });
const openSession = (options: Pick<SessionOptions, 'url'> & Partial<SessionOptions>) =>
  openSessionWith({ fetch: network.towards(options.url).stream, clock: systemClock, ...options });

async function oldServer(options: Partial<OldServerOptions> = {}) {
  const server = await startOldServer({ tools: [echo], ...options });
  closing.push(server.close);
  return server;
}

/** A server that answers a POST to its address with 404, and everything else like this. */
async function streaming(answer: RequestListener) {
  const { origin, server, close } = await listen();
  closing.push(close);
  server.on('request', (request, response) => {
    if (request.method === 'POST' && request.url === '/mcp') return void response.writeHead(404).end();
    answer(request, response);
  });
  return `${origin}/mcp`;
}

const events =
  (text: string): RequestListener =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(text);

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (thrown: Refusal) => thrown,
  );

describe('a server that speaks only the transport of 2024-11-05', () => {
  it.each([400, 404, 405])('is found when it answers POST with %i', async (refusesWith) => {
    const { url, asked } = await oldServer({ refusesWith });
    const session = await openSession({ url });
    expect(asked()).toEqual(['POST /mcp', 'POST /mcp', 'GET /mcp', 'POST /messages', 'POST /messages']);
    expect(session).toMatchObject({ era: 'legacy', isStateful: true, serverInfo: { name: 'Old' } });
    const {
      tools: [tool],
    } = await session.listTools();
    if (!tool) throw new Error('no tool');
    expect(await session.callTool(tool, { text: 'hello' })).toMatchObject({ content: [{ type: 'text' }] });
    await session.close();
  });

  it('is asked for its stream at once when that is known', async () => {
    const { url, asked } = await oldServer();
    const first = await openSession({ url });
    const knownEra = first.knownEra();
    await first.close();
    asked();
    expect(knownEra).toEqual({ kind: 'legacy', transport: 'http+sse' });
    const second = await openSession({ url, knownEra });
    expect(asked()).toEqual(['GET /mcp', 'POST /messages', 'POST /messages']);
    await second.close();
  });

  it.each([401, 403, 429, 500])('is not asked for a stream after %i', async (refusesWith) => {
    const { url, asked } = await oldServer({ refusesWith });
    expect(await refusalOf(openSession({ url }))).toMatchObject({ details: { status: refusesWith } });
    expect(asked()).not.toContain('GET /mcp');
  });

  it('reports progress, and asks in the middle of a call', async () => {
    const asks = { message: 'Really?', requestedSchema: { type: 'object', properties: {} } } as const;
    const tool: FakeTool = { ...echo, progress: ['one', 'two'], asks };
    const { url } = await oldServer({ tools: [tool] });
    const seen: string[] = [];
    const session = await openSession({
      url,
      elicit: async ({ message }) => {
        seen.push(message);
        return { action: 'accept', content: {} };
      },
    });
    const {
      tools: [listed],
    } = await session.listTools();
    if (!listed) throw new Error('no tool');
    await session.callTool(listed, { text: 'x' }, { onProgress: ({ message }) => void seen.push(String(message)) });
    expect(seen).toEqual(['one', 'two', 'Really?']);
    await session.close();
  });

  it('ends the session with its stream, and the calls in it', async () => {
    const server = await oldServer({ tools: [{ ...echo, run: () => new Promise(() => {}) as never }] });
    const session = await openSession({ url: server.url });
    const {
      tools: [tool],
    } = await session.listTools();
    if (!tool) throw new Error('no tool');
    const call = refusalOf(session.callTool(tool, {}));
    await expect.poll(server.asked).toContain('POST /messages');
    server.restart();
    expect(await call).toMatchObject({ code: 'server-unreachable', message: expect.stringContaining('broke off') });
    await session.terminated;
    expect(await refusalOf(session.callTool(tool, {}))).toMatchObject({ details: { session_ended: true } });
  });
});

describe('a stream that is not one of 2024-11-05', () => {
  it.each([
    ['is no stream', (_request, response) => void response.end('hello')],
    ['is not there', (_request, response) => void response.writeHead(405).end()],
    ['begins with a message', events('data: {"jsonrpc":"2.0","method":"notifications/message"}\n\n')],
    [
      'ends at once',
      (_request, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(),
    ],
  ] as [string, RequestListener][])('%s: the answer to POST is what a person is told', async (_, answer) => {
    const url = await streaming(answer);
    expect(await refusalOf(openSession({ url }))).toMatchObject({ code: 'server-error', details: { status: 404 } });
  });

  it('says nothing: the attempt ends by our clock', async () => {
    const clock = fakeClock();
    const url = await streaming(events(':\n\n'));
    const failed = refusalOf(openSession({ url, clock }));
    await expect.poll(() => clock.pending() > 0).toBe(true);
    await clock.advance(15_000);
    expect(await failed).toMatchObject({ code: 'server-error', details: { status: 404 } });
  });
});

describe('the address for messages', () => {
  it('is never at another origin', async () => {
    const received: (string | undefined)[] = [];
    const other = createServer((request, response) => {
      received.push(request.headers.authorization);
      response.end();
    });
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    closing.push(async () => void other.close());
    const { port } = other.address() as { port: number };
    const url = await streaming(events(`event: endpoint\ndata: http://127.0.0.1:${port}/messages\n\n`));
    expect(await refusalOf(openSession({ url }))).toMatchObject({ code: 'url-refused' });
    expect(received).toEqual([]);
  });

  it('is the first one: a later event does not move it', async () => {
    const paths: (string | undefined)[] = [];
    const url = await streaming(async (request, response) => {
      if (request.method === 'GET') {
        return void events('event: endpoint\ndata: /one\n\nevent: endpoint\ndata: /two\n\n')(request, response);
      }
      await textOf(request);
      paths.push(request.url);
      response.writeHead(404).end();
    });
    await refusalOf(openSession({ url }));
    expect(paths).toEqual(['/one']);
  });
});

describe('what the stream may carry', () => {
  it('is limited, and the session ends with the reason', async () => {
    const url = await streaming(async (request, response) => {
      if (request.method === 'GET') {
        events('event: endpoint\ndata: /one\n\n')(request, response);
        return void response.write(`data: ${'a'.repeat(9 * 1024 * 1024)}\n\n`);
      }
      await textOf(request);
      response.writeHead(202).end();
    });
    expect(await refusalOf(openSession({ url }))).toMatchObject({ code: 'response-too-large' });
  });

  it('may come in one piece: progress is handled before the result that follows it', async () => {
    let stream: { write(text: string): void } | undefined;
    const url = await streaming(async (request, response) => {
      if (request.method === 'GET') {
        stream = response;
        return void events('event: endpoint\ndata: /one\n\n')(request, response);
      }
      const { id, method, params } = JSON.parse(await textOf(request));
      response.writeHead(202).end();
      const result = {
        protocolVersion: '2024-11-05',
        capabilities: {},
        serverInfo: { name: 'n', version: '1' },
        content: [],
      };
      const progressToken = params?._meta?.progressToken;
      const progress = [1, 2, 3].map((value) => ({
        method: 'notifications/progress',
        params: { progressToken, progress: value },
      }));
      const messages = [...(method === 'tools/call' ? progress : []), { id, result }];
      const sent = messages.map((message) => `data: ${JSON.stringify({ jsonrpc: '2.0', ...message })}\n\n`);
      if (id !== undefined) stream?.write(sent.join(''));
    });
    const session = await openSession({ url });
    const seen: number[] = [];
    const onProgress = ({ progress }: { progress: number }) => void seen.push(progress);
    await session.forward({ method: 'tools/call', params: { name: 'x' } }, { onProgress });
    expect(seen).toEqual([1, 2, 3]);
    await session.close();
  });

  it('may leave an id out of an error, and set members to null', async () => {
    let stream: { write(text: string): void } | undefined;
    const url = await streaming(async (request, response) => {
      if (request.method === 'GET') {
        stream = response;
        return void events('event: endpoint\ndata: /one\n\n')(request, response);
      }
      const { id, method } = JSON.parse(await textOf(request));
      response.writeHead(202).end();
      const result = {
        protocolVersion: '2024-11-05',
        capabilities: { tools: null },
        serverInfo: { name: 'n', version: '1', title: null },
      };
      if (method === 'initialize') stream?.write(`data: ${JSON.stringify({ jsonrpc: '2.0', id, result })}\n\n`);
      if (method === 'tools/call')
        stream?.write('data: {"jsonrpc":"2.0","id":null,"error":{"code":7,"message":"No."}}\n\n');
    });
    const session = await openSession({ url });
    expect(session.protocolVersion).toBe('2024-11-05');
    const failed = await refusalOf(session.forward({ method: 'tools/call', params: { name: 'x' } }));
    expect(failed).toMatchObject({ code: 'server-error', details: { rpc_code: 7 } });
    await session.close();
  });
});
