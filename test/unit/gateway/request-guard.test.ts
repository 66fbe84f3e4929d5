import { describe, expect, it } from 'vitest';
import { createRequestGuard } from '../../../src/gateway/request-guard.ts';
import { Secret } from '../../../src/secret.ts';

// Who comes in: every spelling of Host with every Origin with every Authorization. Over the wire: http.test.ts.

const TOKEN = 'mcpctl_the-token-of-this-gateway';

type Cells = readonly (readonly [header: string | undefined, comesIn: boolean])[];

const HOSTS: Cells = [
  ['127.0.0.1', true],
  ['127.0.0.1:7777', true],
  ['localhost:7777', true],
  ['LocalHost:7777', true],
  // Port forwarding changes the port.
  ['localhost:1', true],
  ['[::1]', true],
  ['[::1]:7777', true],
  ['[0:0:0:0:0:0:0:1]:7777', true],
  [undefined, false],
  ['', false],
  [':7777', false],
  ['::1', false],
  ['[::2]:7777', false],
  ['[::ffff:10.0.0.1]:7777', false],
  ['0.0.0.0:7777', false],
  ['10.0.0.1:7777', false],
  ['evil.test', false],
  ['evil.test:7777', false],
  ['localhost.evil.test:7777', false],
  ['127.0.0.1.evil.test', false],
  ['localhost:7777.evil.test', false],
  ['evil.test@localhost:7777', false],
  ['localhost:7777@evil.test', false],
  ['localhost:7777/evil.test', false],
  ['localhost:7777#evil.test', false],
  ['localhost\\@evil.test', false],
  ['localhost, evil.test', false],
  ['http://localhost:7777', false],
];

const ORIGINS: Cells = [
  [undefined, true],
  ['http://localhost', true],
  ['http://localhost:3000', true],
  ['https://localhost:3000', true],
  ['http://127.0.0.1:3000', true],
  ['http://[::1]:3000', true],
  ['null', false],
  ['https://evil.test', false],
  ['http://localhost.evil.test', false],
  ['http://localhost@evil.test', false],
  ['http://evil.test@localhost', false],
  ['http://localhost/', false],
  ['http://evil.test#localhost', false],
  ['http://evil.test/localhost', false],
  ['file://', false],
  ['localhost', false],
  ['http://localhost, http://evil.test', false],
];

const AUTHORIZATIONS: Cells = [
  [`Bearer ${TOKEN}`, true],
  // RFC 9110, section 11.1: the name of a scheme has no case.
  [`bearer ${TOKEN}`, true],
  [undefined, false],
  ['', false],
  ['Bearer', false],
  ['Bearer ', false],
  [TOKEN, false],
  [`Basic ${TOKEN}`, false],
  [`DPoP ${TOKEN}`, false],
  [`Basic ${Buffer.from(`:${TOKEN}`).toString('base64')}`, false],
  [`Bearer ${TOKEN.slice(0, -1)}`, false],
  [`Bearer ${TOKEN}x`, false],
  [`Bearer ${TOKEN.toUpperCase()}`, false],
  [`Bearer ${TOKEN} ${TOKEN}`, false],
  [`Bearer x, Bearer ${TOKEN}`, false],
  [`Bearer ${TOKEN}\u0000`, false],
];

const statusOf = (
  door: ReturnType<typeof createRequestGuard>,
  [host, origin, authorization]: readonly (string | undefined)[],
) => door({ host, origin, authorization })?.status ?? 200;

describe('a gateway on loopback', () => {
  const door = createRequestGuard('127.0.0.1', new Secret(TOKEN), String);
  it.each(HOSTS)('called %o lets the right ones in', (host, hostIsOurs) => {
    for (const [origin, originIsOurs] of ORIGINS) {
      for (const [authorization, isToken] of AUTHORIZATIONS) {
        const expected = hostIsOurs && originIsOurs ? (isToken ? 200 : 401) : 403;
        expect([origin, authorization, statusOf(door, [host, origin, authorization])]).toEqual([
          origin,
          authorization,
          expected,
        ]);
      }
    }
  });
});

it.each([
  ['192.0.2.7', '192.0.2.7:7777', true],
  ['192.0.2.7', 'evil.test:7777', false],
  ['2001:db8::7', '[2001:db8::7]:7777', true],
  ['2001:db8::7', '[2001:db8::8]:7777', false],
  ['::1', '[::1]:7777', true],
  ['desk.example', 'desk.example:7777', true],
  // Its names cannot be known there.
  ['0.0.0.0', 'anything.example:7777', true],
  ['::', 'anything.example:7777', true],
])('a gateway on %s that is called %s', (listening, host, comesIn) => {
  const door = createRequestGuard(listening, new Secret(TOKEN), String);
  expect(statusOf(door, [host, undefined, `Bearer ${TOKEN}`])).toBe(comesIn ? 200 : 403);
  expect(statusOf(door, [host, 'https://evil.test', `Bearer ${TOKEN}`])).toBe(403);
  expect(statusOf(door, [host, undefined, undefined])).toBe(comesIn ? 401 : 403);
});
