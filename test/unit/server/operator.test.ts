import { describe, expect, it } from 'vitest';
import { checkedSettings } from '../../../src/server/settings.ts';
import { startServerHere } from '../../fakes/server-here.ts';

// What the operator of a server sets, and sees.

describe('the address', () => {
  it.each(['127.0.0.1:7777', '[::1]:7777', 'localhost:0'])('%s is of this machine alone', (listen) => {
    expect(checkedSettings({ listen }).port).toBe(Number(listen.split(':').at(-1)));
  });

  it.each(['0.0.0.0:7777', '[::]:7777', '192.0.2.1:7777', 'mcp.example.com:443'])('%s wants a public URL', (listen) => {
    expect(() => checkedSettings({ listen })).toThrow('is not an address of this machine alone');
    expect(checkedSettings({ listen, publicUrl: 'https://mcp.example.com' }).host).not.toBe('');
  });

  it.each(['http://mcp.example.com', 'mcp.example.com', 'https://mcp.example.com/?a', 'https://u:p@mcp.example.com'])(
    '%s is no public URL',
    (publicUrl) => {
      expect(() => checkedSettings({ listen: '127.0.0.1:0', publicUrl })).toThrow('is no public URL');
    },
  );

  it.each(['7777', 'localhost', '127.0.0.1:99999', ''])('%j is no address', (listen) => {
    expect(() => checkedSettings({ listen })).toThrow('is no address');
  });
});

describe('links and redirect URIs', () => {
  it('follow from the public URL, whatever Host and forwarded headers say', async (context) => {
    const server = await startServerHere(context, { publicUrl: 'https://mcp.example.com' });
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' };
    const { body } = await server.call('GET', '/openapi.json', { headers });
    expect(body.servers).toEqual([{ url: 'https://mcp.example.com' }]);
  });

  it('are of this machine without one, and a name that was resolved to it is refused', async (context) => {
    const server = await startServerHere(context);
    const { port } = new URL(server.url);
    const { request } = await import('node:http');
    const status = await new Promise((done) =>
      request({ host: '127.0.0.1', port, path: '/openapi.json', headers: { host: 'evil.example' } }, (response) =>
        done(response.resume().statusCode),
      ).end(),
    );
    expect(status).toBe(403);
  });
});

describe('metrics', () => {
  it('want the right to read the audit on the public port', async (context) => {
    const server = await startServerHere(context);
    expect((await server.call('GET', '/metrics')).status).toBe(401);
    expect((await server.call('GET', '/metrics', { key: await server.key('web-app') })).status).toBe(403);
    const read = await server.call('GET', '/metrics', { key: await server.key('auditor') });
    expect([read.status, read.text.includes('mcpctl_gateway_calls_total')]).toEqual([200, true]);
  });
});

describe('health', () => {
  it('is said to anybody, and says nothing else', async (context) => {
    const server = await startServerHere(context);
    expect((await server.call('GET', '/healthz')).text).toBe('yes\n');
    expect((await server.call('GET', '/readyz')).text).toBe('yes\n');
  });
});
