import { Agent, request } from 'node:http';
import { ProtocolError, Server } from '@modelcontextprotocol/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/adapters/clock.ts';
import { httpListener } from '../../../../src/adapters/http-listener.ts';
import type { ToolCalls } from '../../../../src/gateway/call-tool.ts';
import { clientRequest } from '../../../../src/gateway/client-request.ts';
import { createLegacySessions, type LegacySessions } from '../../../../src/gateway/legacy-sessions.ts';

// Sessions of 2025 on a real socket, with a server whose tools say nothing, something, or never an end.

interface Answered {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const BEGINNING = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'a', version: '1' } },
};

let sessions: LegacySessions;
let listener: Awaited<ReturnType<typeof httpListener.listen>>;
let session = '';
/** How many requests the SDK has handled. */
let converted = 0;
/** Told when the tool `endless` begins. */
let begun = () => {};

beforeAll(async () => {
  sessions = createLegacySessions(tools, { calls, clock: systemClock });
  listener = await httpListener.listen(
    { host: '127.0.0.1', port: 0 },
    {
      admit: async (head) => ({
        handler: {
          tryHandle: sessions.fastHandler(head),
          handle: async (request) => {
            converted += 1;
            return sessions.fetch(request, parsed(await request.clone().text()));
          },
        },
      }),
    },
  );
  session = (await post(BEGINNING)).session;
});
afterAll(async () => {
  await sessions.close();
  await listener.close();
});

const calls: ToolCalls = {
  async call({ name }, { meta, notify, signal, channel }) {
    if (name === 'telling') {
      await notify({ method: 'notifications/progress', params: { progressToken: meta.progressToken, progress: 1 } });
    }
    if (name === 'logging') {
      for (const level of ['debug', 'warning', 'alert']) channel.log({ level, data: `a line of ${level}` });
    }
    if (name === 'endless') {
      begun();
      await new Promise((_, refuse) => {
        signal.addEventListener('abort', () => refuse(signal.reason));
      });
    }
    if (name === 'failing') throw new ProtocolError(-32_042, 'It needs something.', { what: 'a page' });
    if (name === 'broken') throw new TypeError('It is broken.');
    return { content: [{ type: 'text', text: `${name}: é` }] };
  },
  findFast: async (name) => (name === 'questioning' ? undefined : ({ name } as never)),
};

function tools(): Server {
  const server = new Server({ name: 'tools', version: '1.0.0' }, { capabilities: { tools: {}, logging: {} } });
  server.setRequestHandler(
    'tools/call',
    ({ params }, context) => calls.call(params, clientRequest(server, context)) as never,
  );
  return server;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const callOf = (id: number | string, name: string) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, _meta: { progressToken: 'p' } },
});

const agent = new Agent({ keepAlive: true });

function post(
  body: unknown,
  { method = 'POST', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answered & { session: string }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((done, fail) => {
    const own = {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text)),
      ...(session && { 'mcp-session-id': session, 'mcp-protocol-version': '2025-11-25' }),
    };
    request(listener.origin, { method, agent, headers: { ...own, ...headers } }, async (response) => {
      let answer = '';
      for await (const chunk of response.setEncoding('utf8')) answer += chunk;
      const { statusCode: status = 0, headers: said } = response;
      done({ status, type: said['content-type'] ?? '', text: answer, session: String(said['mcp-session-id'] ?? '') });
    })
      .on('error', fail)
      .end(text);
  });
}

describe('a request of a session', () => {
  it('is answered with JSON when there is nothing to say before', async () => {
    const before = converted;
    const { status, type, text, session: named } = await post(callOf('one', 'quiet'));
    expect({ status, type, named }).toEqual({ status: 200, type: 'application/json', named: session });
    expect(JSON.parse(text)).toEqual({
      jsonrpc: '2.0',
      id: 'one',
      result: { content: [{ type: 'text', text: 'quiet: é' }] },
    });
    expect(converted).toBe(before);
  });

  it('is answered with a stream when there is', async () => {
    const { status, type, text } = await post(callOf(2, 'telling'));
    expect({ status, type }).toEqual({ status: 200, type: 'text/event-stream' });
    const messages = [...text.matchAll(/^event: message\ndata: (.+)\n\n/gm)].map(([, data = '']) => JSON.parse(data));
    expect(messages).toMatchObject([
      { method: 'notifications/progress', params: { progressToken: 'p' } },
      { id: 2, result: {} },
    ]);
  });

  it('keeps its answer apart from that of an equal number as a text', async () => {
    const answers = await Promise.all([post(callOf(3, 'number')), post(callOf('3', 'text')), post(callOf('', 'none'))]);
    expect(answers.map(({ text }) => text).join()).toMatch(/"number: é".*"text: é".*"none: é"/);
  });

  it('is answered with the error that it ends with', async () => {
    const [own, other] = await Promise.all([post(callOf(20, 'failing')), post(callOf(21, 'broken'))]);
    expect(JSON.parse(own.text)).toEqual({
      jsonrpc: '2.0',
      id: 20,
      error: { code: -32_042, message: 'It needs something.', data: { what: 'a page' } },
    });
    expect(JSON.parse(other.text)).toEqual({
      jsonrpc: '2.0',
      id: 21,
      error: { code: -32_603, message: 'It is broken.' },
    });
  });

  it('tells the lines of the log that its client wants to hear', async () => {
    const linesOf = ({ text }: Answered) => [...text.matchAll(/a line of (\w+)/g)].map(([, level]) => level);
    expect(linesOf(await post(callOf(22, 'logging')))).toEqual(['debug', 'warning', 'alert']);
    await post({ jsonrpc: '2.0', id: 23, method: 'logging/setLevel', params: { level: 'error' } });
    expect(linesOf(await post(callOf(24, 'logging')))).toEqual(['alert']);
  });

  it('ends without an answer when its client cancels it', async () => {
    const running = new Promise<void>((done) => {
      begun = done;
    });
    const endless = post(callOf(25, 'endless'));
    await running;
    await post({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 25, reason: 'Enough.' } });
    expect(await endless).toMatchObject({ status: 200, type: 'text/event-stream', text: '' });
  });

  it('that is no call gets a stream from the SDK', async () => {
    const { status, text } = await post({ jsonrpc: '2.0', id: 4, method: 'prompts/list' });
    expect({ status, text }).toEqual({ status: 200, text: expect.stringMatching(/^event: message\n/) });
    expect(text).toContain('-32601');
  });

  it.each([
    ['a type that the client does not take', callOf(5, 'quiet'), { accept: 'application/json' }, 406],
    ['a version that there is not', callOf(5, 'quiet'), { 'mcp-protocol-version': '1999-01-01' }, 400],
    ['a session that there is not', callOf(5, 'quiet'), { 'mcp-session-id': 'none' }, 404],
    ['no JSON', '{', {}, 400],
    ['no message', { any: 'thing' }, {}, 400],
    ['a second beginning', BEGINNING, {}, 400],
    ['a name that may lead to questions', callOf(10, 'questioning'), {}, 200],
    ['a task', { ...callOf(11, 'quiet'), params: { name: 'quiet', task: {} } }, {}, 200],
    ['parameters that are none', { ...callOf(12, 'quiet'), params: { name: 5 } }, {}, 200],
    ['a notification', { jsonrpc: '2.0', method: 'notifications/initialized' }, {}, 202],
  ])('is left to the SDK when it is one with %s', async (_what, body, headers: Record<string, string>, status) => {
    const before = converted;
    expect((await post(body, { headers })).status).toBe(status);
    expect(converted).toBe(before + 1);
  });

  it('is left to the SDK when it is a batch', async () => {
    const { type, text } = await post([callOf(6, 'one'), callOf(7, 'other')]);
    expect(type).toBe('text/event-stream');
    expect(text).toMatch(/one: é.*other: é/s);
  });

  it('ends without an answer when its session does', async () => {
    const running = new Promise<void>((done) => {
      begun = done;
    });
    const endless = post(callOf(8, 'endless'));
    await running;
    expect((await post('', { method: 'DELETE' })).status).toBe(200);
    expect(await endless).toMatchObject({ status: 200, type: 'text/event-stream', text: '' });
    expect((await post(callOf(9, 'quiet'))).status).toBe(404);
  });
});
