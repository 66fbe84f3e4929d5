import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { proxyFor } from '../../../src/adapters/proxies.ts';
import type { Checkup } from '../../../src/usecases/doctor/check.ts';
import { skewOf } from '../../../src/usecases/doctor/clocks.ts';
import { AGREEING } from '../../fakes/browser.ts';
import { startHostile } from '../../fakes/hostile.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { SELF_SIGNED } from '../../fakes/self-signed.ts';

let program: Program;
const closing: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  program = createProgram({ BROWSER: AGREEING });
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
  program.remove();
});

async function listening(server: Server, port = 0): Promise<number> {
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  return (server.address() as AddressInfo).port;
}

async function hostile() {
  const server = await startHostile();
  closing.push(server.close);
  return server;
}

/** A server that says what time it is, and is well in no other way. */
async function saying(date: Date): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(404, { date: date.toUTCString() }).end());
  return `http://127.0.0.1:${await listening(server)}/mcp`;
}

async function examine(args: readonly string[], env: Record<string, string> = {}) {
  const { code, out } = await program.run(['doctor', '--net', ...args, '--json'], { env });
  const { checks } = JSON.parse(out) as { checks: Checkup[] };
  return { code, checks, check: (name: string) => checks.find((each) => each.name === name) };
}

describe('mcpctl doctor --net', () => {
  it('names every leg to a server, with what it answered', async () => {
    const { origin, url } = await hostile();
    const host = new URL(origin).host;
    const { code, check, checks } = await examine([url]);
    expect(code).toBe(0);
    expect(check(`way to ${host}`)).toMatchObject({ result: 'ok', finding: 'It is at 127.0.0.1.' });
    expect(check(`MCP endpoint of ${host}`)?.finding).toContain('answered with 401. It wants authorization.');
    for (const leg of [
      'resource metadata',
      'issuer',
      'authorization endpoint',
      'token endpoint',
      'registration endpoint',
    ]) {
      expect(check(`${leg} of ${host}`), leg).toMatchObject({ result: 'ok', area: 'network' });
    }
    expect(check(`clock of ${host}`)?.result).toBe('ok');
    expect(checks.every(({ result }) => result === 'ok')).toBe(true);
  });

  it('goes on after a leg that fails, and ends with 3', async () => {
    const server = await hostile();
    server.set({ '/token': () => ({ status: 503 }), '/register': () => ({ status: 405 }) });
    const host = new URL(server.origin).host;
    const { code, check } = await examine([server.url]);
    expect(code).toBe(0);
    expect(check(`token endpoint of ${host}`)).toMatchObject({
      result: 'warning',
      next: expect.stringContaining('provider'),
    });
    expect(check(`registration endpoint of ${host}`)?.result).toBe('ok');
    await server.close();
    closing.length = 0;
    const gone = await examine([server.url]);
    expect(gone.code).toBe(3);
    expect(gone.check(`way to ${host}`)).toMatchObject({
      result: 'failed',
      finding: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it.each([
    ['ahead', -2, 'This machine is'],
    ['behind', 2, 'This machine is'],
  ])('warns of a clock that is two hours %s', async (direction, hours, words) => {
    const url = await saying(new Date(Date.now() + hours * 3_600_000));
    const { check } = await examine([url]);
    const found = check(`clock of ${new URL(url).host}`);
    expect(found).toMatchObject({ result: 'warning', area: 'machine', next: expect.stringContaining('timedatectl') });
    expect(found?.finding).toMatch(new RegExp(`^${words} 7[12]\\d\\d seconds ${direction} `));
  });

  it('goes through the proxy, and tells a certificate that nobody vouches for', async () => {
    const secure = createSecureServer(SELF_SIGNED, (_request, response) => response.writeHead(404).end());
    const securePort = await listening(secure);
    const proxy = createServer().on('connect', (_request, socket) => {
      const tunnel = connect(securePort, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
      tunnel.on('error', () => socket.destroy()).pipe(socket);
      socket.on('error', () => tunnel.destroy()).pipe(tunnel);
    });
    const proxyUrl = `http://127.0.0.1:${await listening(proxy)}`;
    const target = 'https://mcp.example.com/mcp';
    const env = { HTTPS_PROXY: proxyUrl };
    const untrusted = await examine([target], env);
    expect(untrusted.code).toBe(3);
    expect(untrusted.check('way to mcp.example.com')).toMatchObject({
      result: 'ok',
      finding: `Requests go through the proxy ${proxyUrl}, which can be reached.`,
    });
    expect(untrusted.check('MCP endpoint of mcp.example.com')).toMatchObject({
      result: 'failed',
      next: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    const file = join(program.home, 'ca.pem');
    writeFileSync(file, SELF_SIGNED.cert);
    const trusted = await examine([target], { ...env, NODE_EXTRA_CA_CERTS: file });
    expect(trusted.check('extra certificates')).toMatchObject({ result: 'ok', finding: expect.stringContaining(file) });
    expect(trusted.check('MCP endpoint of mcp.example.com')?.finding).toContain('answered with 404');
  });

  it('tells a self-signed certificate without a proxy, too', async () => {
    const port = await listening(createSecureServer(SELF_SIGNED, (_request, response) => response.end()));
    const { code, check } = await examine([`https://127.0.0.1:${port}/mcp`]);
    expect(code).toBe(3);
    expect(check(`way to 127.0.0.1:${port}`)).toMatchObject({
      result: 'failed',
      next: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
  });

  it('names a proxy that is not there, and a file of certificates that Node ignores', async () => {
    const env = { HTTPS_PROXY: 'http://user:secret@127.0.0.1:9', NODE_EXTRA_CA_CERTS: '/nowhere/ca.pem' };
    const { code, check, checks } = await examine(['https://mcp.example.com/mcp'], env);
    expect(code).toBe(5);
    expect(check('way to mcp.example.com')).toMatchObject({
      finding: expect.stringContaining('The proxy http://127.0.0.1:9 could not be reached.'),
      next: expect.stringContaining('NO_PROXY=mcp.example.com'),
    });
    expect(check('extra certificates')).toMatchObject({ result: 'failed', area: 'machine' });
    expect(JSON.stringify(checks)).not.toContain('secret');
  });

  it('names who has the port that a client is registered with', async () => {
    const { url } = await hostile();
    expect((await program.run(['connect', url, '--name', 'srv'])).code).toBe(0);
    const isPort = ({ name }: Checkup) => name.startsWith('callback port');
    const free = (await examine(['srv'])).checks.find(isPort);
    expect(free).toMatchObject({ result: 'ok', finding: expect.stringContaining('its port is free') });
    await listening(createServer(), Number(/\d+/.exec(free?.name ?? '')?.[0]));
    const taken = (await examine(['srv'])).checks.find(isPort);
    expect(taken).toMatchObject({ result: 'warning', next: expect.stringContaining('--port N') });
    if (process.platform === 'linux') expect(taken?.finding).toContain(`(process ${process.pid})`);
  });

  it('looks at all servers without a target, and at one only with --net', async () => {
    expect(await examine([])).toMatchObject({ code: 0 });
    const { code, err } = await program.run(['doctor', 'crm']);
    expect(code).toBe(2);
    expect(err).toContain('mcpctl doctor --net crm');
    expect((await program.run(['doctor', '--net', 'crm'])).err).toContain('target-unknown');
  });
});

describe('the proxy of a URL', () => {
  const environment = { HTTPS_PROXY: 'http://secure:1', HTTP_PROXY: 'http://plain:2' };
  it.each([
    ['https://mcp.example.com/', '', 'http://secure:1'],
    ['http://mcp.example.com/', '', 'http://plain:2'],
    ['https://localhost:3/', '', undefined],
    ['https://mcp.example.com/', 'example.com', undefined],
    ['https://mcp.example.com/', 'other.com, .example.com', undefined],
    ['https://mcp.example.com/', '*.example.com:8443', 'http://secure:1'],
    ['https://mcp.example.com:8443/', '*.example.com:8443', undefined],
    ['https://notexample.com/', 'example.com', 'http://secure:1'],
    ['https://mcp.example.com/', '*', undefined],
  ])('of %s with NO_PROXY=%s is %s', (url, exceptions, proxy) => {
    expect(proxyFor(new URL(url), { ...environment, NO_PROXY: exceptions })).toBe(proxy);
  });

  it('is the one for http where there is no other', () => {
    expect(proxyFor(new URL('https://mcp.example.com/'), { http_proxy: 'http://plain:2' })).toBe('http://plain:2');
  });
});

it.each([
  [10_000, 10_400, 10_900, 0],
  [10_000, 10_900, 11_500, 0],
  [15_000, 10_000, 11_000, 4000],
  [5000, 10_000, 11_000, -4000],
])('a clock that says %i to what was asked at %i and answered at %i is off by %i', (said, asked, answered, skew) => {
  expect(skewOf(said, asked, answered)).toBe(skew);
});
