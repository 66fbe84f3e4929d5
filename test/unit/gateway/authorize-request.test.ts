import { describe, expect, it } from 'vitest';
import { type AuthorizeRequest, requestAuthorizer } from '../../../src/gateway/authorize-request.ts';
import { localCaller } from '../../../src/identity/caller.ts';
import { Secret } from '../../../src/secret.ts';

// Every spelling of Host with every Origin and every Authorization. test/journeys/gateway/http.test.ts sends them.

const TOKEN = 'mcpctl_the-token-of-this-gateway';

type Cells = readonly (readonly [header: string | undefined, isAdmitted: boolean])[];

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

const OWNER = localCaller({ project: 'default', user: 'ada' });
const authorizerOn = (host: string) =>
  requestAuthorizer({ host, token: new Secret(TOKEN), owner: OWNER, hintText: String });

async function statusOf(authorize: AuthorizeRequest, sent: readonly (string | undefined)[]): Promise<number> {
  const [host, origin, authorization] = sent;
  const headers: Record<string, string | undefined> = { host, origin, authorization };
  const decision = await authorize({ method: 'POST', path: '/mcp', header: (name) => headers[name] });
  return 'refused' in decision ? decision.refused.status : 200;
}

it('says who calls', async () => {
  const headers: Record<string, string> = { host: 'localhost', authorization: `Bearer ${TOKEN}` };
  const head = { method: 'POST', path: '/mcp', header: (name: string) => headers[name] };
  expect(await authorizerOn('127.0.0.1')(head)).toEqual({ caller: OWNER });
});

describe('a gateway on loopback', () => {
  const authorize = authorizerOn('127.0.0.1');
  it.each(HOSTS)('called %o admits the right requests', async (host, hostIsOurs) => {
    for (const [origin, originIsOurs] of ORIGINS) {
      for (const [authorization, isToken] of AUTHORIZATIONS) {
        const expected = hostIsOurs && originIsOurs ? (isToken ? 200 : 401) : 403;
        expect([origin, authorization, await statusOf(authorize, [host, origin, authorization])]).toEqual([
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
])('a gateway on %s that is called %s', async (listening, host, isAdmitted) => {
  const authorize = authorizerOn(listening);
  expect(await statusOf(authorize, [host, undefined, `Bearer ${TOKEN}`])).toBe(isAdmitted ? 200 : 403);
  expect(await statusOf(authorize, [host, 'https://evil.test', `Bearer ${TOKEN}`])).toBe(403);
  expect(await statusOf(authorize, [host, undefined, undefined])).toBe(isAdmitted ? 401 : 403);
});
