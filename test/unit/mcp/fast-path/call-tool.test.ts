import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/adapters/clock.ts';
import { createNetwork } from '../../../../src/adapters/network.ts';
import { openSession } from '../../../../src/mcp/open-session.ts';
import { answering, listen, textOf } from '../../../fakes/http.ts';

// A server of 2025 that answers a call in each of the ways that Streamable HTTP allows, and in some that it does not.

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

const network = createNetwork({ allowPrivate: false, environment: {} });
const INITIALIZED = {
  protocolVersion: '2025-11-25',
  capabilities: { tools: {}, logging: {} },
  serverInfo: { name: 'plain', version: '1' },
};
const SESSION = { 'mcp-session-id': 'the-session' };

const resultOf = (id: unknown, text = 'done') => ({
  jsonrpc: '2.0',
  id,
  result: { content: [{ type: 'text', text }] },
});
const logged = (data: string) => ({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data } });
const asJson = (response: ServerResponse, said: unknown, headers = {}) =>
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(said));
const asEvents = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });

const asEvent = (response: ServerResponse, said: unknown) =>
  asEvents(response).end(`data: ${JSON.stringify(said)}\n\n`);

/** Passes a call on; tells the headers that it came with, and what was logged on the way. */
async function pass(
  answer: (response: ServerResponse, id: number) => unknown,
  { signal, fastPath = true }: { signal?: AbortSignal; fastPath?: boolean } = {},
) {
  const { origin, server, close } = await listen();
  closing.push(close);
  const headers: unknown[] = [];
  const cancelled: unknown[] = [];
  const lines: unknown[] = [];
  server.on(
    'request',
    answering(async (request, response) => {
      const { id, method, params } = JSON.parse((await textOf(request)) || '{}') as {
        id?: number;
        method?: string;
        params?: unknown;
      };
      if (method === 'notifications/cancelled') cancelled.push(params);
      if (request.method !== 'POST') response.writeHead(405).end();
      else if (id === undefined) response.writeHead(202).end();
      else if (method === 'initialize') asJson(response, { jsonrpc: '2.0', id, result: INITIALIZED }, SESSION);
      else if (method !== 'tools/call') asJson(response, { jsonrpc: '2.0', id, error: { code: -32_601, message: '' } });
      else {
        const { accept, 'mcp-session-id': session, 'mcp-protocol-version': version } = request.headers;
        headers.push({ accept, session, version });
        await answer(response, id);
      }
    }),
  );
  const handler = {
    onListChanged: () => {},
    onResourceUpdated: () => {},
    onLogMessage: ({ data }: Record<string, unknown>) => void lines.push(data),
    onRequest: () => Promise.reject(new Error('Nobody can be asked.')),
  };
  const { stream } = network.towards(origin);
  const options = { url: `${origin}/mcp`, fetch: stream, clock: systemClock, handler, fastPath };
  const session = await openSession(options);
  closing.push(session.close);
  const result = session.forward({ method: 'tools/call', params: { name: 'any' } }, { signal });
  return { session, result, headers, lines, cancelled };
}

const DONE = { content: [{ type: 'text', text: 'done' }] };

it('takes JSON, and says who asks', async () => {
  const { result, headers } = await pass((response, id) => asJson(response, resultOf(id)));
  expect(await result).toEqual(DONE);
  expect(headers).toEqual([
    { accept: 'application/json, text/event-stream', session: 'the-session', version: '2025-11-25' },
  ]);
});

it('takes several messages in one JSON, of which one is the answer', async () => {
  const { result, lines } = await pass((response, id) => asJson(response, [logged('first'), resultOf(id)]));
  expect(await result).toEqual(DONE);
  expect(lines).toEqual(['first']);
});

it.each(['\n', '\r\n'])('takes events whose lines end in %j', async (end) => {
  const { result, lines } = await pass((response, id) => {
    const events = [': a comment', '', `data: ${JSON.stringify(logged('é'))}`, '', 'event: message'];
    asEvents(response).end([...events, `data: ${JSON.stringify(resultOf(id))}`, '', ''].join(end));
  });
  expect(await result).toEqual(DONE);
  expect(lines).toEqual(['é']);
});

it('takes an event that comes in pieces, one of them half a letter', async () => {
  const { result } = await pass(async (response, id) => {
    asEvents(response);
    for (const byte of Buffer.from(`data: ${JSON.stringify(resultOf(id, 'é'))}\n\n`)) {
      await new Promise((written) => response.write(Buffer.of(byte), written));
    }
    response.end();
  });
  expect(await result).toEqual({ content: [{ type: 'text', text: 'é' }] });
});

it('passes over events that are no messages', async () => {
  const { result } = await pass((response, id) => {
    const events = [
      'data: {',
      'event: ping\ndata: {}',
      'data: {"any":"thing"}',
      `data: ${JSON.stringify(resultOf(id))}`,
    ];
    asEvents(response).end(`${events.join('\n\n')}\n\n`);
  });
  expect(await result).toEqual(DONE);
});

it('gives the answer when it comes, and not when the stream ends', async () => {
  const { result } = await pass((response, id) => {
    asEvents(response).write(`data: ${JSON.stringify(resultOf(id))}\n\n`);
  });
  expect(await result).toEqual(DONE);
});

it('waits behind comments, however many', async () => {
  const { result } = await pass((response, id) => {
    asEvents(response).write(': wait\n\n'.repeat(1000));
    response.end(`data: ${JSON.stringify(resultOf(id))}\n\n`);
  });
  expect(await result).toEqual(DONE);
});

it.each([
  [
    'an error of the protocol',
    (response: ServerResponse, id: number) =>
      asJson(response, { jsonrpc: '2.0', id, error: { code: -32_602, message: 'No.' } }),
    { code: 'server-error', details: { rpc_code: -32_602 } },
  ],
  [
    'the answer to another request',
    (response: ServerResponse, id: number) => asJson(response, resultOf(id + 7)),
    { code: 'server-error', message: expect.stringContaining('answered another request') },
  ],
  [
    'another answer and no more, as an event',
    (response: ServerResponse, id: number) => asEvents(response).end(`data: ${JSON.stringify(resultOf(id + 7))}\n\n`),
    { code: 'server-unreachable', message: expect.stringContaining('broke off') },
  ],
  [
    'what is no JSON',
    (response: ServerResponse) => response.writeHead(200, { 'content-type': 'application/json' }).end('<html>'),
    { code: 'server-error', message: expect.stringContaining('does not answer like an MCP server') },
  ],
  [
    'what is no message',
    (response: ServerResponse) => asJson(response, { any: 'thing' }),
    { code: 'server-error', message: expect.stringContaining('does not answer like an MCP server') },
  ],
  [
    'another type',
    (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    { code: 'server-error', message: expect.stringContaining('does not answer like an MCP server') },
  ],
  [
    'a status',
    (response: ServerResponse) => response.writeHead(503).end('Later.'),
    { code: 'server-error', details: { status: 503 }, why: 'Later.' },
  ],
  [
    'that it has forgotten the session',
    (response: ServerResponse) => response.writeHead(404).end(),
    { code: 'server-error', details: { status: 404 } },
  ],
  [
    'a redirect',
    (response: ServerResponse) => response.writeHead(307, { location: '/elsewhere' }).end(),
    { code: 'server-error', details: { status: 307 } },
  ],
])('refuses %s', async (_what, answer, refusal) => {
  const { result } = await pass(answer);
  await expect(result).rejects.toMatchObject(refusal);
});

it('leaves the stream of a call when the session is closed', async () => {
  let left = () => {};
  const gone = new Promise<void>((done) => {
    left = done;
  });
  let begun = () => {};
  const running = new Promise<void>((done) => {
    begun = done;
  });
  const { session, result } = await pass((response) => {
    asEvents(response).write('data: \n\n');
    response.on('close', left);
    begun();
  });
  result.catch(() => {});
  await running;
  await session.close();
  await gone;
  await expect(result).rejects.toThrow();
});

it('tells the server when nobody wants its answer any more', async () => {
  let begun = (_id: number) => {};
  const running = new Promise<number>((done) => {
    begun = done;
  });
  const abort = new AbortController();
  const { result, cancelled } = await pass((_response, id) => begun(id), { signal: abort.signal });
  result.catch(() => {});
  const id = await running;
  abort.abort(new Error('Enough.'));
  await expect(result).rejects.toThrow('Enough.');
  await expect.poll(() => cancelled, { timeout: 25_000 }).toEqual([{ requestId: id, reason: 'Error: Enough.' }]);
});

it('takes an answer that repeats the number of its request in digits', async () => {
  const { result } = await pass((response, id) => {
    asEvents(response).end(`data: ${JSON.stringify(logged('wait'))}\n\ndata: ${JSON.stringify(resultOf(`${id}`))}\n\n`);
  });
  expect(await result).toEqual(DONE);
});

it.each([
  ['a number of its own', true, /^1\d{9}$/],
  ['the next number of the SDK', false, /^\d$/],
])('gives a call %s when the fast path is on: %s', async (_what, fastPath, pattern) => {
  let sent: number | undefined;
  const { result } = await pass(
    (response, id) => {
      sent = id;
      asJson(response, resultOf(id));
    },
    { fastPath },
  );
  expect(await result).toEqual(DONE);
  expect(String(sent)).toMatch(pattern);
});

it.each([
  ['JSON', true, asJson],
  ['events', true, asEvent],
  ['JSON', false, asJson],
  ['events', false, asEvent],
] as const)('takes null for a member that is absent, in %s (fast path: %s)', async (_how, fastPath, answer) => {
  const { result } = await pass(
    (response, id) => {
      const content = [{ type: 'text', text: 'done', annotations: null, _meta: undefined }];
      const structuredContent = { rows: null };
      return answer(response, {
        jsonrpc: '2.0',
        id,
        error: null,
        result: { content, isError: null, structuredContent },
      });
    },
    { fastPath },
  );
  expect(await result).toEqual({ content: [{ type: 'text', text: 'done' }], structuredContent: { rows: null } });
});

describe.each([
  ['with', true],
  ['without', false],
])('an error that names no request, %s the fast path', (_with, fastPath) => {
  const error = { code: -32_000, message: 'The quota is used up' };
  const isTheAnswer = { code: 'server-error', message: expect.stringContaining('The quota is used up') };

  it.each([
    ['null', { id: null }],
    ['left out', {}],
  ])('belongs to the one that was sent: its id is %s', async (_how, id) => {
    const ways = [
      (response: ServerResponse) => asJson(response, { jsonrpc: '2.0', ...id, error }),
      (response: ServerResponse) => asJson(response, [logged('first'), { jsonrpc: '2.0', ...id, error }]),
      (response: ServerResponse) =>
        asEvents(response).end(
          `data: ${JSON.stringify(logged('é'))}\n\ndata:${JSON.stringify({ ...id, jsonrpc: '2.0', error })}\r\n\r\n`,
        ),
    ];
    for (const way of ways) await expect((await pass(way, { fastPath })).result).rejects.toMatchObject(isTheAnswer);
  });

  it.each([
    ['null', { id: null }],
    ['left out', {}],
  ])('is no result whose id is %s', async (_how, id) => {
    const { result } = await pass((response) => asJson(response, { jsonrpc: '2.0', ...id, result: { content: [] } }), {
      fastPath,
    });
    await expect(result).rejects.toThrow('answered another request');
  });
});
