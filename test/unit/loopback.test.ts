import { describe, expect, it } from 'vitest';
import { checkUrl, policyTowards } from '../../src/adapters/network-policy.ts';
import { proxyFor } from '../../src/adapters/proxies.ts';
import { listenAddress } from '../../src/cli/gateway/listen-address.ts';
import { requestAuthorizer } from '../../src/gateway/authorize-request.ts';
import { localCaller } from '../../src/identity/caller.ts';
import { isHttpsOrLoopback, isLoopback } from '../../src/loopback.ts';
import { withSettings } from '../../src/providers/provider-settings.ts';
import type { Provider } from '../../src/records.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { urlInsecure } from '../../src/rules/url-insecure.ts';
import { Secret } from '../../src/secret.ts';

const TOKEN = new Secret('the-token-of-this-gateway');
const PROVIDER = { grantType: 'authorization_code', scopes: [], endpoints: {}, authParams: {} } as unknown as Provider;

const LOOPBACK = [
  // RFC 1122, section 3.2.1.3: the whole of 127.0.0.0/8, in every spelling that the URL parser knows.
  '127.0.0.1',
  '127.0.0.2',
  '127.255.255.254',
  '127.1',
  '127.0.1',
  '127.0.0.1.',
  '0x7f.1',
  '0x7f.0x0.0x0.0x1',
  '0X7F000001',
  '0177.0.0.1',
  '2130706433',
  '017700000001',
  '%31%32%37.0.0.1',
  '１２７.０.０.１',
  // RFC 4291, sections 2.5.3 and 2.5.5.2.
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[0000:0000:0000:0000:0000:0000:0000:0001]',
  '[::0.0.0.1]',
  '[::ffff:127.0.0.1]',
  '[::FFFF:127.0.0.2]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:7fff:ffff]',
  // RFC 6761, section 6.3.
  'localhost',
  'LOCALHOST',
  'LocalHost.',
  'localhost.',
  'app.localhost',
  'App.LocalHost',
  'app.localhost.',
  'a.b.localhost',
  'ｌｏｃａｌｈｏｓｔ',
];

const ELSEWHERE = [
  '127.0.0.1.example',
  '127.0.0.1.example.com',
  '1.127.0.0.1.example',
  '128.0.0.1',
  '126.255.255.255',
  '0.0.0.0',
  '10.0.0.1',
  '169.254.0.1',
  '2130706432.example',
  '2147483648',
  '[::]',
  '[::2]',
  '[1::1]',
  '[::ffff:126.255.255.255]',
  '[::ffff:128.0.0.1]',
  '[::ffff:10.0.0.1]',
  // A gateway translates these: RFC 4291, section 2.5.5.1; RFC 6052; RFC 3056.
  '[::127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[2002:7f00:1::]',
  'localhost.example',
  'localhost.example.com',
  'localhost..',
  'notlocalhost',
  'localhosts',
  'my-localhost',
  'localhost-app',
  'localhost.localdomain',
  'local',
  'example.com',
];

describe('a host is this machine', () => {
  it.each(LOOPBACK)('as %s', (host) => {
    expect(isLoopback(new URL(`http://${host}/`))).toBe(true);
  });

  it.each(ELSEWHERE)('but not as %s', (host) => {
    expect(isLoopback(new URL(`http://${host}/`))).toBe(false);
  });

  it('also where the URL has a port, a user name and a path', () => {
    expect(isLoopback(new URL('http://example.com@127.1:8080/mcp'))).toBe(true);
    expect(isLoopback(new URL('http://127.0.0.1@example.com/127.0.0.1'))).toBe(false);
  });

  it('in time that grows with the length of the host', () => {
    expect(isLoopback(new URL(`http://${'localhost.'.repeat(20_000)}example/`))).toBe(false);
  });
});

describe('a request is encrypted or stays on this machine', () => {
  it.each([
    'https://example.com/',
    'https://localhost/',
    'http://localhost./',
    'http://127.1/',
    'HTTP://app.localhost/',
  ])('to %s', (url) => {
    expect(isHttpsOrLoopback(new URL(url))).toBe(true);
  });

  it.each(['http://example.com/', 'http://localhost.example/', 'ftp://127.0.0.1/', 'ws://localhost/', 'file:///etc'])(
    'but not to %s',
    (url) => {
      expect(isHttpsOrLoopback(new URL(url))).toBe(false);
    },
  );
});

/** Every decision that depends on loopback, as whether it takes a host for this machine. */
const DECISIONS: Readonly<Record<string, (host: string) => boolean | Promise<boolean>>> = {
  'the lint rule url-insecure': (host) => {
    const text = `http://${host}/mcp`;
    const found: unknown[] = [];
    const rule = urlInsecure as Extract<Rule, { each: 'url' }>;
    rule.check({ text, path: [], filled: text, url: new URL(text) }, (finding) => found.push(finding), {} as never);
    return found.length === 0;
  },
  'the endpoint of a provider by hand': (host) =>
    succeeds(() => withSettings(PROVIDER, { tokenEndpoint: `http://${host}/token` })),
  'a request to a target on this machine': (host) =>
    succeeds(() => checkUrl(new URL(`http://${host}/mcp`), { loopback: true, private: true })),
  'the policy towards a target': (host) => policyTowards(`https://${host}/mcp`, false).loopback,
  'the way around a proxy': (host) =>
    proxyFor(new URL(`http://${host}/`), { http_proxy: 'http://proxy.example' }) === undefined,
  'the Host of a request to the gateway': (host) => isKnown('192.0.2.7', { host: new URL(`http://${host}`).host }),
  'the Origin of a request to the gateway': (host) =>
    isKnown('0.0.0.0', { host: 'x', origin: new URL(`http://${host}`).origin }),
};

/** Whether a gateway that listens there lets these headers through, and asks for the token only. */
async function isKnown(host: string, headers: Readonly<Record<string, string>>): Promise<boolean> {
  const authorize = requestAuthorizer({
    host,
    token: TOKEN,
    owner: localCaller({ project: 'default', user: 'ada' }),
    hintText: String,
  });
  const decision = await authorize({ method: 'POST', path: '/mcp', header: (name) => headers[name] });
  return 'refused' in decision && decision.refused.status === 401;
}

describe.each(Object.entries(DECISIONS))('%s', (_, isTaken) => {
  it.each(LOOPBACK)('takes %s for this machine', async (host) => {
    expect(await isTaken(host)).toBe(true);
  });

  it.each(ELSEWHERE)('takes %s for another', async (host) => {
    expect(await isTaken(host)).toBe(false);
  });
});

describe('gateway --http', () => {
  it.each([
    ['7777', '127.0.0.1'],
    ['127.1:7777', '127.0.0.1'],
    ['127.0.0.2:7777', '127.0.0.2'],
    ['LocalHost:7777', 'localhost'],
    ['[::1]:7777', '::1'],
    ['[0:0:0:0:0:0:0:1]:7777', '::1'],
  ])('%s listens on %s', (text, host) => {
    expect(listenAddress(text, false)).toEqual({ host, port: 7777 });
  });

  it.each(['0.0.0.0:1', '[::]:1', '0:1', '10.0.0.1:1', 'localhost.example:1', 'example.com:1'])(
    '%s needs --listen-public',
    (text) => {
      expect(() => listenAddress(text, false)).toThrowError(expect.objectContaining({ code: 'address-refused' }));
      expect(listenAddress(text, true).port).toBe(1);
    },
  );

  it.each(['256.1.1.1:1', '[::g]:1', '127.0.0.1:65536', 'x'])('%s is no address', (text) => {
    expect(() => listenAddress(text, true)).toThrowError(expect.objectContaining({ code: 'usage' }));
  });
});

function succeeds(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
