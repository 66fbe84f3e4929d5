import { describe, expect, it } from 'vitest';
import { createNetwork } from '../../../src/adapters/network.ts';
import { openNetworkOf } from '../../../src/server/open-network.ts';

describe('--allow-network', () => {
  it.each([
    ['10.0.0.0/8', { address: '10.0.0.0', prefix: 8 }],
    ['10.1.2.3', { address: '10.1.2.3', prefix: 32 }],
    ['10.1.2.3:8443', { address: '10.1.2.3', prefix: 32, port: 8443 }],
    ['10.0.0.0/8:443', { address: '10.0.0.0', prefix: 8, port: 443 }],
    ['fd00::/8', { address: 'fd00::', prefix: 8 }],
    ['[fd00::/8]:443', { address: 'fd00::', prefix: 8, port: 443 }],
  ])('reads %s', (text, network) => {
    expect(openNetworkOf(text)).toEqual(network);
  });

  it.each(['', '10.0.0.0/33', 'fd00::/129', 'example.com', '10.0.0.0/8:0', '10.0.0.0/8:70000', '300.0.0.0/8'])(
    'refuses %j',
    (text) => {
      expect(() => openNetworkOf(text)).toThrow('is no network');
    },
  );
});

describe('the network of a server', () => {
  const network = (networks: readonly string[], loopback = false, shut: number[] = []) =>
    createNetwork({
      allowPrivate: false,
      environment: {},
      operator: { loopback, networks: networks.map(openNetworkOf), shutPorts: () => shut },
    });
  const codeOf = (url: string, net: ReturnType<typeof network>, milliseconds = 5000) =>
    net
      .towards(url)
      .fetch(url, { signal: AbortSignal.timeout(milliseconds) })
      .then(
        () => 'sent',
        (thrown) => thrown.code,
      );

  it.each([
    'http://127.0.0.1:1234/mcp',
    'https://127.0.0.1:1234/mcp',
    'https://localhost:1234/mcp',
    'https://10.0.0.1/mcp',
  ])('sends nothing to %s', async (url) => {
    expect(await codeOf(url, network([]))).toMatch(/^(?:address|url)-refused$/);
  });

  it('opens what the operator has named, at its port alone', async () => {
    const opened = network(['10.99.0.0/16:8443']);
    expect(await codeOf('https://10.99.0.1:8443/mcp', opened, 200)).not.toBe('address-refused');
    expect(await codeOf('https://10.99.0.1/mcp', opened)).toBe('address-refused');
    expect(await codeOf('https://10.98.0.1:8443/mcp', opened)).toBe('address-refused');
  });

  it('keeps the metadata addresses of clouds shut, whatever is opened', async () => {
    expect(await codeOf('https://169.254.169.254/latest', network(['0.0.0.0/0']))).toBe('address-refused');
  });

  it('sends nothing to its own listener and to the database', async () => {
    const local = network([], true, [7777, 5432]);
    expect(await codeOf('http://127.0.0.1:7777/ai/agents', local)).toBe('address-refused');
    expect(await codeOf('http://localhost:5432/', local)).toBe('address-refused');
    expect(await codeOf('http://[::1]:7777/', local)).toBe('address-refused');
    expect(await codeOf('http://127.0.0.1:1/mcp', local)).not.toBe('address-refused');
  });
});
