import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningGateway, startGateway } from '../../fakes/gateway.ts';
import { putApp } from '../../fakes/installed.ts';
import { type FakeMcpServer, startMcpServer } from '../../fakes/mcp-server.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { raw } from '../../fakes/pipelined.ts';
import { crmTools, echo } from '../../fakes/tools.ts';

let program: Program;
let crm: FakeMcpServer;
let notes: FakeMcpServer;
let gateway: RunningGateway;
let url: string;
let token: string;

beforeAll(async () => {
  program = createProgram();
  [crm, notes] = await Promise.all([
    startMcpServer({ name: 'CRM', tools: crmTools }),
    startMcpServer({ name: 'Notes', tools: [echo], era: 'legacy' }),
  ]);
  await putApp(program.home, 'office', [{ id: 'crm', url: crm.url }]);
  gateway = await startGateway(program);
  ({ url, token } = gateway);
});
afterAll(async () => {
  await gateway.stop();
  await Promise.all([crm.close(), notes.close()]);
  program.remove();
});

describe('mcpctl gateway --http', () => {
  it.each([
    ['legacy', 'legacy'],
    ['modern', { pin: '2026-07-28' }],
  ] as const)('serves a %s client', async (era, mode) => {
    const client = await gateway.connect({ mode });
    expect(client.getProtocolEra()).toBe(era);
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('crm_search');
    const result = await client.callTool({ name: 'crm_search', arguments: { query: 'turin' } });
    expect(result.content).toEqual([{ type: 'text', text: 'Luigi Menabrea, Taurinorum Academy, Turin' }]);
    await client.close();
  });

  it('keeps its token, and shows it again', async () => {
    expect(token).toMatch(/^mcpctl_[\w-]{43}$/);
    expect((await program.run(['gateway', '--show-token'])).out.trim()).toBe(token);
    const key = Buffer.alloc(32, 9).toString('base64');
    expect((await program.run(['keys', 'rotate', '--yes'], { env: { MCPCTL_NEW_MASTER_KEY: key } })).code).toBe(0);
    const rotated = await program.run(['gateway', '--show-token'], {
      env: { MCPCTL_MASTER_KEY: key },
    });
    expect(rotated.out.trim()).toBe(token);
  });

  it('tells a client with a stream of its own when an app is installed, and needs no restart', async () => {
    const client = await gateway.connect({ mode: 'legacy' });
    expect((await client.listTools()).tools.map(({ name }) => name)).not.toContain('notes_echo');
    const heard = new Promise<void>((done) =>
      client.setNotificationHandler('notifications/tools/list_changed', () => done()),
    );
    await putApp(program.home, 'home', [{ id: 'notes', url: notes.url }]);
    await heard;
    const { content } = await client.callTool({ name: 'notes_echo', arguments: { text: 'new' } });
    expect(content).toEqual([{ type: 'text', text: 'new' }]);
    await client.close();
  });

  it('never sends the token of its client upstream, to a server of either era', () => {
    for (const { requests } of [crm, notes]) {
      expect(requests.length).toBeGreaterThan(0);
      expect(requests.filter(({ headers }) => JSON.stringify(headers).includes(token))).toEqual([]);
      expect(requests.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
    }
  });
});

describe('the authorization of requests', () => {
  const port = () => new URL(url).port;
  const HOSTS = [
    ['127.0.0.1', true],
    ['localhost', true],
    ['[::1]', true],
    ['evil.test', false],
    ['127.0.0.1.evil.test', false],
    ['localhost.evil.test', false],
  ] as const;
  const ORIGINS = [
    [undefined, true],
    ['http://localhost:3000', true],
    ['http://127.0.0.1', true],
    ['https://evil.test', false],
    ['http://localhost.evil.test', false],
    ['null', false],
  ] as const;
  const TOKENS = [
    ['the token', () => `Bearer ${token}`, true],
    ['no token', () => undefined, false],
    ['another token', () => `Bearer ${token.slice(0, -1)}`, false],
    ['the token in another scheme', () => `Basic ${token}`, false],
  ] as const;
  const cells = HOSTS.flatMap(([host, hostOk]) =>
    ORIGINS.flatMap(([origin, originOk]) =>
      TOKENS.map(([name, make, tokenOk]) => ({
        host,
        origin,
        name,
        make,
        expected: !hostOk || !originOk ? 403 : tokenOk ? 200 : 401,
      })),
    ),
  );

  it.each(cells)(
    'answers $expected to Host $host, Origin $origin and $name',
    async ({ host, origin, make, expected }) => {
      const authorization = make();
      const headers = {
        host: `${host}:${port()}`,
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        ...(origin && { origin }),
        ...(authorization && { authorization }),
      };
      expect(await statusOf(headers)).toBe(expected);
    },
  );

  it('answers a request that it refuses without waiting for its body', async () => {
    const head = `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:${port()}\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n`;
    expect((await raw(new URL(url).host, head)).map(({ status }) => status)).toEqual([401]);
  });

  it.each([
    ['', 400],
    ['Host: \r\n', 403],
    ['Host: evil.test@127.0.0.1\r\n', 403],
  ])('refuses a request with %j as its Host', async (host, expected) => {
    const head = `GET /mcp HTTP/1.1\r\n${host}Authorization: Bearer ${token}\r\nConnection: close\r\n\r\n`;
    expect((await raw(new URL(url).host, head)).map(({ status }) => status)).toEqual([expected]);
  });

  it('serves no other address', async () => {
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(new URL('/', url), { headers })).status).toBe(404);
    expect((await fetch(new URL('/mcp', url), { headers: { ...headers, 'mcp-session-id': 'made-up' } })).status).toBe(
      404,
    );
  });

  const isIPv6Here = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));
  const itOnIPv6 = isIPv6Here ? it : () => {};
  itOnIPv6('is on IPv6 as well, where somebody asks for it', async () => {
    const other = createProgram();
    await putApp(other.home, 'office', [{ id: 'crm', url: crm.url }]);
    const onIPv6 = await startGateway(other, [], {}, '[::1]:0');
    expect(onIPv6.url).toMatch(/^http:\/\/\[::1\]:\d+\/mcp$/);
    const client = await onIPv6.connect();
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('crm_search');
    await client.close();
    const stranger = await fetch(onIPv6.url, { method: 'POST', headers: { origin: 'http://[::2]' } });
    expect(stranger.status).toBe(403);
    expect((await fetch(onIPv6.url, { method: 'POST' })).status).toBe(401);
    await onIPv6.stop();
    other.remove();
  });

  it('opens to other machines only when told twice', async () => {
    expect(await program.run(['gateway', '--http', '0.0.0.0:0'])).toMatchObject({
      code: 3,
      err: expect.stringContaining('add --listen-public'),
    });
  });

  function statusOf(headers: Record<string, string>): Promise<number | undefined> {
    const body = {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'a', version: '1' } },
    };
    return new Promise((done, fail) => {
      const sent = request(url, { method: 'POST', headers }, (response) => {
        response.resume();
        done(response.statusCode);
      });
      sent.on('error', fail).end(JSON.stringify(body));
    });
  }
});
