import { expect, it } from 'vitest';
import { addressBehind } from '../../../src/adapters/address-behind.ts';

const request = (peer: string, forwarded?: string) =>
  ({ headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress: peer } }) as never;
const proxies = [{ address: '10.0.0.0', prefix: 8 }];

it.each([
  ['nobody is trusted: the header is only a text', [], '203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['the peer is no proxy', proxies, '203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['the proxy has added the address', proxies, '10.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['the client has written one before', proxies, '10.0.0.1', '192.0.2.7, 198.51.100.1', '198.51.100.1'],
  ['two proxies in a row', proxies, '10.0.0.1', '198.51.100.1, 10.0.0.2', '198.51.100.1'],
  ['only proxies are named', proxies, '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
  ['no address is in the header', proxies, '10.0.0.1', 'unknown', '10.0.0.1'],
  ['IPv4 in IPv6', proxies, '::ffff:10.0.0.1', '198.51.100.1', '198.51.100.1'],
] as const)('%s', (_what, trusted, peer, forwarded, expected) => {
  expect(addressBehind(trusted)(request(peer, forwarded))).toBe(expected);
});
