import type { ServerResponse } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.ts';
import { createNetwork } from '../../../src/adapters/network.ts';
import { openSession } from '../../../src/mcp/open-session.ts';
import { answering, listen, textOf } from '../../fakes/http.ts';

// A server of 2025 whose answer to a call is an event stream that goes wrong, and what the caller gets at once.

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

const network = createNetwork({ allowPrivate: false, environment: {} });
const INITIALIZED = {
  protocolVersion: '2025-11-25',
  capabilities: { tools: {} },
  serverInfo: { name: 'broken', version: '1' },
};
const TOO_LONG = `data: ${' '.repeat(9 * 1024 * 1024)}`;

/** Calls a tool; `post` is the body of the answer, `get` that of every stream that is asked for later. */
async function call(post: (response: ServerResponse) => void, get?: (response: ServerResponse) => void) {
  const { origin, server, close } = await listen();
  closing.push(close);
  let streams = 0;
  server.on(
    'request',
    answering(async (request, response) => {
      const { id, method } = JSON.parse((await textOf(request)) || '{}') as { id?: number; method?: string };
      const events = () => response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (request.method === 'GET') {
        if (!get || request.headers['last-event-id'] === undefined) return void response.writeHead(405).end();
        streams += 1;
        get(events());
      } else if (method === 'tools/call') post(events());
      else if (id === undefined) response.writeHead(202).end();
      else {
        const known = method === 'initialize' ? { result: INITIALIZED } : { error: { code: -32601, message: 'no' } };
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ jsonrpc: '2.0', id, ...known }));
      }
    }),
  );
  const { stream } = network.towards(origin);
  const session = await openSession({ url: `${origin}/mcp`, fetch: stream, clock: systemClock });
  closing.push(session.close);
  const result = session.callTool({ name: 'any', inputSchema: { type: 'object' } }, {});
  return { result, streams: () => streams };
}

it('ends with what was refused, when one event is too long', async () => {
  const { result } = await call((response) => response.write(TOO_LONG));
  await expect(result).rejects.toMatchObject({ code: 'response-too-large' });
});

it('ends, when the stream ends without an answer', async () => {
  const { result } = await call((response) => response.end(': nothing\n\n'));
  await expect(result).rejects.toMatchObject({
    code: 'server-unreachable',
    message: expect.stringContaining('broke off'),
  });
});

it('ends, when the connection breaks', async () => {
  const { result } = await call((response) => {
    response.write(': wait\n\n');
    setImmediate(() => response.destroy());
  });
  await expect(result).rejects.toMatchObject({ code: 'server-unreachable' });
});

it('does not resume a stream that was refused', async () => {
  const { result, streams } = await call(
    (response) => response.write(`id: 1\ndata:\nretry: 1\n\n${TOO_LONG}`),
    (response) => response.write(TOO_LONG),
  );
  await expect(result).rejects.toMatchObject({ code: 'response-too-large' });
  expect(streams()).toBe(0);
});

it('ends with what was refused of the rest that it asked for', async () => {
  const { result, streams } = await call(
    (response) => response.end('id: 1\ndata:\nretry: 1\n\n'),
    (response) => response.write(TOO_LONG),
  );
  await expect(result).rejects.toMatchObject({ code: 'response-too-large' });
  expect(streams()).toBe(1);
});

it('waits for the rest of a stream that can be resumed', async () => {
  const answer = { jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text: 'late' }] } };
  const { result } = await call(
    (response) => response.end('id: 1\ndata:\nretry: 1\n\n'),
    (response) => response.end(`data: ${JSON.stringify(answer)}\n\n`),
  );
  await expect(result).resolves.toMatchObject({ content: [{ text: 'late' }] });
});
