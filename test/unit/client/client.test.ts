import { describe, expect, it } from 'vitest';
import { McpctlClient, type McpctlClientOptions, McpctlError } from '../../../packages/client/src/index.ts';
import { createErrors } from '../../fakes/every-error.ts';

// `@mcpctl/client` with a fetch and a clock of the test.

interface Asked {
  readonly url: string;
  readonly method: string | undefined;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A client whose server gives these answers one after the other, and the last one from then on. */
function createClient(answers: readonly (() => Response)[], options: Partial<McpctlClientOptions> = {}) {
  const asked: Asked[] = [];
  const slept: number[] = [];
  const client = new McpctlClient({
    baseUrl: 'https://mcp.example.com/base/',
    apiKey: 'mcpk_key',
    fetch: async (url, { method, headers, body } = {}) => {
      const answer = answers[Math.min(asked.length, answers.length - 1)];
      asked.push({ url: String(url), method, headers: new Headers(headers), body: body && JSON.parse(String(body)) });
      return answer?.() ?? Response.error();
    },
    clock: {
      now: () => Date.parse('2026-01-01T00:00:00Z'),
      sleep: async (milliseconds) => void slept.push(milliseconds),
    },
    ...(options as object),
  });
  return { client, asked, slept };
}

const done = () => Response.json({ success: true });
const refused =
  (status: number, headers: Record<string, string> = {}) =>
  () =>
    Response.json({ message: 'No.', code: 'rate-limited' }, { status, headers });

describe('a call', () => {
  it('goes to the address below the base, with the key and the body', async () => {
    const { client, asked } = createClient([done]);
    await client.post('/ai/mcp-servers/discover', { endpoint: 'https://a.example/mcp' });
    expect(asked[0]).toMatchObject({
      url: 'https://mcp.example.com/base/ai/mcp-servers/discover',
      method: 'POST',
      body: { endpoint: 'https://a.example/mcp' },
    });
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer mcpk_key');
    expect(asked[0]?.headers.get('content-type')).toBe('application/json');
  });

  it('has no body and no content type where none is given', async () => {
    const { client, asked } = createClient([done]);
    await client.post('/ai/agents/a1/mcp-servers/s1');
    expect(asked[0]?.body).toBeUndefined();
    expect(asked[0]?.headers.has('content-type')).toBe(false);
  });

  it('of a group escapes what it puts into the path, and leaves out what is undefined', async () => {
    const { client, asked } = createClient([done]);
    await client.mcpServers.delete('a/b?c', { dry_run: true });
    await client.agents.list({ limit: 10, after: undefined });
    await client.actors.connect('team:a b', 's1');
    await client.sessions.connectState('c_1', { wait: 20 });
    expect(asked.map(({ url }) => url)).toEqual([
      'https://mcp.example.com/base/ai/mcp-servers/a%2Fb%3Fc?dry_run=true',
      'https://mcp.example.com/base/ai/agents?limit=10',
      'https://mcp.example.com/base/ai/actor-mcp-servers/s1/connect?actor_id=team%3Aa+b',
      'https://mcp.example.com/base/agent/connects/c_1?wait=20',
    ]);
  });

  it('shows a token as it shows a key, and needs one of them', async () => {
    const { client, asked } = createClient([done], { apiKey: undefined, token: 'mcps_session' } as never);
    await client.agents.list();
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer mcps_session');
    expect(() => createClient([done], { apiKey: undefined } as never)).toThrow('needs an apiKey or a token');
  });
});

describe('an error', () => {
  it.each(createErrors())('$code is told with all its parts', async ({ code, message, response }) => {
    const { client } = createClient([() => response.clone()], { retries: 0 });
    const error = await client.agents.list().catch((thrown) => thrown);
    expect(error).toBeInstanceOf(McpctlError);
    expect(error).toMatchObject({
      ...{ code, message, status: response.status, requestId: 'request-1' },
      ...{ why: 'It was so.', next: 'Do the other thing.' },
    });
  });

  it('of something that is not mcpctl says what to check', async () => {
    const { client } = createClient([() => new Response('<h1>Bad gateway</h1>', { status: 502 })]);
    await expect(client.agents.list()).rejects.toMatchObject({ code: 'response-not-understood', status: 502 });
  });

  it('is thrown for a page in place of an answer', async () => {
    const { client } = createClient([() => new Response('<h1>Welcome</h1>')]);
    await expect(client.agents.list()).rejects.toMatchObject({ code: 'response-not-understood', status: 200 });
  });

  it('of the network has the status 0 and its cause', async () => {
    const failing = async () => {
      throw new TypeError('fetch failed');
    };
    const { client } = createClient([], { fetch: failing });
    await expect(client.agents.list()).rejects.toMatchObject({
      ...{ code: 'server-unreachable', status: 0, message: 'mcp.example.com could not be reached.' },
      ...{ why: 'fetch failed', cause: expect.any(TypeError) },
    });
  });

  it('of the caller’s own signal is what it was aborted with', async () => {
    const { client } = createClient([], { fetch: async (_url, init) => Promise.reject(init?.signal?.reason) });
    await expect(client.agents.list({}, { signal: AbortSignal.abort('left') })).rejects.toBe('left');
  });
});

describe('a call that is to come later', () => {
  it('is sent again after as many seconds as it was told', async () => {
    const { client, asked, slept } = createClient([refused(429, { 'retry-after': '7' }), done]);
    expect(await client.agents.delete('a1')).toEqual({ success: true });
    expect([asked.length, slept]).toEqual([2, [7000]]);
  });

  it('is sent again at the time it was told', async () => {
    const date = { 'retry-after': 'Thu, 01 Jan 2026 00:00:03 GMT' };
    const { client, slept } = createClient([refused(503, date), done]);
    await client.agents.list();
    expect(slept).toEqual([3000]);
  });

  it('is sent three times at most, and waits longer each time it is not told how long', async () => {
    const { client, asked, slept } = createClient([refused(503)]);
    await expect(client.agents.list()).rejects.toMatchObject({ status: 503 });
    expect([asked.length, slept]).toEqual([3, [1000, 2000]]);
  });

  it('fails at once when the wait is longer than half a minute', async () => {
    const { client, asked } = createClient([refused(429, { 'retry-after': '31' })]);
    await expect(client.agents.list()).rejects.toMatchObject({ status: 429, code: 'rate-limited' });
    expect(asked).toHaveLength(1);
  });

  it.each(['post', 'patch'] as const)('is not sent again as %s, which may do more the second time', async (method) => {
    const { client, asked } = createClient([refused(503)]);
    const call = method === 'post' ? client.agents.create({ name: 'x' }) : client.agents.update('a1', {});
    await expect(call).rejects.toMatchObject({ status: 503 });
    expect(asked).toHaveLength(1);
  });

  it('ends while it waits when the caller leaves', async () => {
    const leaving = new AbortController();
    const clock = {
      now: () => 0,
      sleep: async (_: number, signal?: AbortSignal) => {
        leaving.abort('left');
        signal?.throwIfAborted();
      },
    };
    const { client } = createClient([refused(503)], { clock });
    await expect(client.agents.list({}, { signal: leaving.signal })).rejects.toBe('left');
  });
});
