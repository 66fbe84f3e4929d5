import { getEventListeners } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createNetwork, type TracedRequest } from '../../../src/adapters/network.ts';

const servers: Server[] = [];

afterEach(() => {
  vi.restoreAllMocks();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const open = (options: Partial<Parameters<typeof createNetwork>[0]> = {}) =>
  createNetwork({ allowPrivate: false, environment: {}, ...options });

const refusal = (code: string) => expect.objectContaining({ code });

describe('the network', () => {
  it('refuses this machine to a target elsewhere, by literal and by name', async () => {
    let hits = 0;
    const origin = await serve((_request, response) => {
      hits += 1;
      response.end();
    });
    const port = new URL(origin).port;
    const { fetch, stream } = open().towards('https://mcp.example.com/');
    await expect(fetch(`https://127.0.0.1:${port}/`)).rejects.toEqual(refusal('address-refused'));
    await expect(stream(`https://[::1]:${port}/`)).rejects.toEqual(refusal('address-refused'));
    // A name is judged by what it resolves to, at the moment of connecting: rebinding changes nothing.
    await expect(fetch(`https://localhost:${port}/`)).rejects.toEqual(refusal('address-refused'));
    expect(hits).toBe(0);
  });

  it('posts on a connection of its own, since what meets a closing one may have been done or not', async () => {
    const connections = new Set<unknown>();
    const origin = await serve((request, response) => {
      connections.add(request.socket);
      request.resume().on('end', () => response.end('done'));
    });
    const { fetch } = open().towards(origin);
    const posts = ['one', 'two', 'three', 'four', 'five'];
    for (const body of posts) expect(await (await fetch(origin, { method: 'POST', body })).text()).toBe('done');
    expect(connections.size).toBe(posts.length);
  });

  it('leaves nothing on a signal that many requests share, however many are under way', async () => {
    const warnings: string[] = [];
    const hear = ({ name }: Error) => warnings.push(name);
    process.on('warning', hear);
    const waiting: ServerResponse[] = [];
    const origin = await serve((_request, response) => void waiting.push(response));
    const { stream } = open().towards(origin);
    const { signal } = new AbortController();
    const answers = Array.from({ length: 20 }, () => stream(origin, { signal }));
    await vi.waitFor(() => expect(waiting.length).toBe(answers.length), { timeout: 20_000 });
    for (const response of waiting) response.end('done');
    for (const answer of answers) expect(await (await answer).text()).toBe('done');
    await vi.waitFor(() => expect(getEventListeners(signal, 'abort')).toEqual([]), { timeout: 20_000 });
    process.off('warning', hear);
    expect(warnings).not.toContain('MaxListenersExceededWarning');
  });

  it('refuses http, user info and other schemes', async () => {
    const { fetch } = open().towards('https://mcp.example.com/');
    await expect(fetch('http://mcp.example.com/')).rejects.toEqual(refusal('url-refused'));
    await expect(fetch('https://user:secret@mcp.example.com/')).rejects.toEqual(refusal('url-refused'));
    await expect(fetch('file:///etc/passwd')).rejects.toEqual(refusal('url-refused'));
  });

  it('follows three hops of a GET within its origin, and no fourth', async () => {
    const origin = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end('there');
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    const { fetch } = open().towards(origin);
    expect(await (await fetch(`${origin}/3`)).text()).toBe('there');
    await expect(fetch(`${origin}/4`)).rejects.toEqual(refusal('url-refused'));
  });

  it('follows no redirect to another origin', async () => {
    let hits = 0;
    const other = await serve((_request, response) => {
      hits += 1;
      response.end();
    });
    const origin = await serve((_request, response) => response.writeHead(307, { location: other }).end());
    await expect(open().towards(origin).fetch(origin)).rejects.toEqual(refusal('url-refused'));
    expect(hits).toBe(0);
  });

  it('gives the redirect of a POST back as it is, on both legs', async () => {
    const paths: string[] = [];
    const origin = await serve((request, response) => {
      paths.push(String(request.url));
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    const { fetch, stream } = open().towards(origin);
    expect((await fetch(`${origin}/token`, { method: 'POST', body: 'a=b' })).status).toBe(307);
    expect((await stream(`${origin}/mcp`, { method: 'POST', body: '{}' })).status).toBe(307);
    expect(paths).toEqual(['/token', '/mcp']);
  });

  it('stops at 64 KiB, also of an endless answer and of one that unpacks to more', async () => {
    const origin = await serve((request, response) => {
      if (request.url === '/bomb') {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000)));
        return;
      }
      const more = () => {
        while (response.write(Buffer.alloc(16_384)));
      };
      response.on('drain', more);
      more();
    });
    const { fetch } = open().towards(origin);
    await expect(fetch(`${origin}/endless`)).rejects.toEqual(refusal('response-too-large'));
    await expect(fetch(`${origin}/bomb`)).rejects.toEqual(refusal('response-too-large'));
  });

  it('streams MCP answers without that limit', async () => {
    const origin = await serve((_request, response) => response.end(Buffer.alloc(1_000_000)));
    const response = await open().towards(origin).stream(origin);
    expect((await response.arrayBuffer()).byteLength).toBe(1_000_000);
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('unpacks MCP answers of encoding %s', async (encoding, pack) => {
    const origin = await serve((request, response) => {
      expect(request.headers['accept-encoding']).toContain(encoding);
      response.writeHead(200, { 'content-encoding': encoding }).end(pack('{"a":"é"}'));
    });
    expect(await (await open().towards(origin).stream(origin)).json()).toEqual({ a: 'é' });
  });

  it.each([
    ['announces it', { 'content-length': '9000000' }],
    ['does not say so', {}],
    ['packs it', { 'content-encoding': 'gzip' }],
  ])('stops at 8 MiB of one MCP message of a server that %s', async (_how, headers) => {
    const body = Buffer.alloc(9_000_000);
    const origin = await serve((_request, response) => {
      response.writeHead(200, headers).end('content-encoding' in headers ? gzipSync(body) : body);
    });
    const { stream } = open().towards(origin);
    const asText = async () => (await stream(origin)).text();
    const asStream = async () => {
      for await (const _ of (await stream(origin)).body ?? []);
    };
    await expect(asText()).rejects.toEqual(refusal('response-too-large'));
    await expect(asStream()).rejects.toEqual(refusal('response-too-large'));
  });

  it('tells whoever reads an MCP answer that it has broken off', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(200).write('{', () => response.destroy());
    });
    const response = await open().towards(origin).stream(origin);
    await expect(response.text()).rejects.toThrow('other side closed');
    await expect(response.text()).rejects.toThrow('other side closed');
  });

  it('leaves an MCP answer that nobody wants any more', async () => {
    let gone = () => {};
    const left = new Promise<void>((done) => {
      gone = done;
    });
    const origin = await serve((_request, response) => {
      const more = () => {
        while (response.write(Buffer.alloc(16_384)));
      };
      response.on('drain', more).on('close', gone);
      more();
    });
    const { body } = await open().towards(origin).stream(origin);
    const reader = body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await left;
  });

  it('takes a status that there is not for a fault of the server', async () => {
    const origin = await serve((_request, response) => response.writeHead(799).end());
    expect((await open().towards(origin).stream(origin)).status).toBe(500);
  });

  it.each(['fetch', 'stream'] as const)('%s asks no port of another protocol', async (leg) => {
    const target = 'http://127.0.0.1:25/';
    await expect(open().towards(target)[leg](target)).rejects.toEqual(refusal('server-unreachable'));
  });

  it('says what is wrong when nobody listens', async () => {
    const origin = await serve(() => {});
    await new Promise((closed) => servers.pop()?.close(closed));
    const { fetch, stream } = open().towards(origin);
    for (const leg of [fetch, stream]) {
      await expect(leg(origin)).rejects.toMatchObject({
        code: 'server-unreachable',
        why: expect.stringContaining('ECONNREFUSED'),
      });
    }
  });

  it.each([
    ['its first byte', () => {}],
    ['its end', (response: ServerResponse) => response.writeHead(200).write('{')],
  ])('gives an answer ten seconds to %s', async (_what, begin) => {
    const limit = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal);
    const origin = await serve((_request, response) => {
      begin(response);
      limit.abort(new DOMException('It took too long.', 'TimeoutError'));
    });
    await expect(open().towards(origin).fetch(origin)).rejects.toEqual(refusal('server-timeout'));
    expect(timeout.mock.calls).toEqual([[10_000]]);
  });

  it('ends with the reason of the signal that the caller gave', async () => {
    const origin = await serve(() => {});
    const stopped = new AbortController();
    const { fetch, stream } = open().towards(origin);
    const answers = [fetch, stream].map((leg) => leg(origin, { signal: stopped.signal }));
    stopped.abort(new Error('enough'));
    for (const answer of answers) await expect(answer).rejects.toThrow('enough');
  });

  it('tells of every request without its query', async () => {
    const origin = await serve((_request, response) => response.writeHead(204).end());
    const seen: TracedRequest[] = [];
    const { fetch } = open({ trace: (request) => seen.push(request) }).towards(origin);
    await fetch(`${origin}/path?code=secret`);
    expect(seen).toEqual([{ method: 'GET', url: `${origin}/path`, status: 204, milliseconds: expect.any(Number) }]);
  });

  it('goes through the proxy of the environment, which may have a private address', async () => {
    const asked: string[] = [];
    const proxy = await serve(() => {});
    servers[0]?.on('connect', (request, socket) => {
      asked.push(String(request.url));
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    const { fetch } = open({ environment: { HTTPS_PROXY: proxy } }).towards('https://mcp.example.com/');
    await expect(fetch('https://mcp.example.com/')).rejects.toEqual(refusal('server-unreachable'));
    expect(asked).toEqual(['mcp.example.com:443']);
  });

  it.each([
    'metadata.google.internal',
    'router.local',
    'db.localdomain',
    'nas.home.arpa',
    'intranet.corp',
    'intranet',
    'intranet.',
    'printer.local.',
  ])('sends a proxy no name of a private network: %s', async (host) => {
    const asked: string[] = [];
    const proxy = await serve(() => {});
    servers[0]?.on('connect', (request, socket) => {
      asked.push(String(request.url));
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    const environment = { HTTPS_PROXY: proxy };
    const url = `https://${host}/mcp`;
    const ways = open({ environment }).towards(url);
    for (const fetch of [ways.fetch, ways.stream]) {
      await expect(fetch(url)).rejects.toMatchObject({
        code: 'address-refused',
        why: expect.stringContaining('proxy'),
      });
    }
    expect(asked).toEqual([]);
    const allowed = open({ environment, allowPrivate: true }).towards(url).fetch(url);
    await expect(allowed).rejects.toEqual(refusal('server-unreachable'));
    expect(asked).toEqual([`${host}:443`]);
  });

  it('leaves the proxy out for names in NO_PROXY', async () => {
    let asked = 0;
    const proxy = await serve(() => {});
    servers[0]?.on('connect', (_request, socket) => {
      asked += 1;
      socket.end();
    });
    const environment = { HTTPS_PROXY: proxy, NO_PROXY: 'mcp.invalid' };
    const { fetch } = open({ environment }).towards('https://mcp.invalid/');
    await expect(fetch('https://mcp.invalid/')).rejects.toEqual(refusal('server-unreachable'));
    expect(asked).toBe(0);
  });
});
