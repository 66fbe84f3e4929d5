import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.ts';
import { createNetwork } from '../../../src/adapters/network.ts';
import { discover } from '../../../src/providers/discover.ts';
import { type Dials, watchDials } from '../../fakes/dials.ts';
import { type Hostile, mcp, startHostile, WELL_KNOWN } from '../../fakes/hostile.ts';

// Addresses that are not public, in whatever spelling and by whatever road: nobody is dialled.

/** Every spelling of an address that is not public, as somebody could write it into metadata. */
const SPELLINGS = [
  ...['127.0.0.1', '127.1', '127.0.1', '2130706433', '0x7f000001', '0x7f.0.0.1', '0177.0.0.1', '017700000001'],
  ...['127.0.0.1.', '%31%32%37.0.0.1', '①②⑦.⓪.⓪.①', '１２７.０.０.１', '127。0。0。1', '127．0．0．1'],
  ...['[::1]', '[0:0:0:0:0:0:0:1]', '[0000::0001]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]'],
  ...['[64:ff9b::127.0.0.1]', '[2002:7f00:1::]', '[::FFFF:127.0.0.1]', '0', '0.0.0.0', '0x0', '[::]'],
  ...['169.254.169.254', '2852039166', '0xa9fea9fe', '0xa9.0xfe.0xa9.0xfe', '0251.0376.0251.0376', '169.254.43518'],
  ...['[::ffff:169.254.169.254]', '[::ffff:a9fe:a9fe]', '[64:ff9b::a9fe:a9fe]', '１６９.254.169.254'],
  ...['10.0.0.1', '10.1', '167772161', '0xa000001', '012.0.0.1', '[::ffff:10.0.0.1]', '[::ffff:a00:1]'],
  ...['172.16.0.1', '0xac100001', '172.1048577', '172.31.255.254', '192.168.0.1', '3232235521', '0xc0a80001'],
  ...['192.168.1', '0300.0250.0.1', '[::ffff:192.168.0.1]', '100.64.0.1', '100.127.255.254', '198.18.0.1'],
  ...['[fd00::1]', '[fc00::1]', '[fdff:ffff::]', '[fe80::1]', '[febf::1]', '[fec0::1]', '[ff02::1]', '[ff0e::1]'],
  ...[
    '[::ffff:0:127.0.0.1]',
    '[::ffff:0:7f00:1]',
    '[0::ffff:0:a9fe:a9fe]',
    '[::ffff:0:169.254.169.254]',
    '[::ffff:0:a00:1]',
  ],
  ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', '192.0.2.1', '[2001:db8::1]', '[100::1]'],
];

/** Of these the URL parser makes something that is no address. */
const NO_URL = SPELLINGS.filter((host) => !URL.canParse(`https://${host}/`));
const PARSED = SPELLINGS.filter((host) => URL.canParse(`https://${host}/`));
/** A target on this machine opens this machine, and nothing else. */
const ELSEWHERE = PARSED.filter(
  (host) => !/^(127\.|\[::1\]|\[::ffff:7f|\[::7f|\[64:ff9b::7f|\[2002:7f|\[::ffff:0:7f)/.test(hostOf(host)),
);

const network = createNetwork({ allowPrivate: false, environment: {} });
const refusal = (code: string) => expect.objectContaining({ code });

let dials: Dials;
beforeEach(() => {
  dials = watchDials((address) => address === '127.0.0.1');
});
afterEach(() => dials.stop());

function hostOf(host: string): string {
  return new URL(`https://${host}/`).hostname;
}

it('are tried in at least 60 spellings', () => {
  expect(new Set(PARSED).size).toBeGreaterThanOrEqual(60);
  expect(NO_URL).toEqual([]);
});

it.each(PARSED)('https://%s/ is refused on both legs', async (host) => {
  const { fetch, stream } = network.towards('https://mcp.example.com/');
  await expect(fetch(`https://${host}/`)).rejects.toEqual(refusal('address-refused'));
  await expect(stream(`https://${host}/`, { method: 'POST', body: '{}' })).rejects.toEqual(refusal('address-refused'));
  expect(dials.seen).toEqual([]);
});

describe('what a server names', () => {
  let server: Hostile;
  beforeEach(async () => {
    server = await startHostile();
    return server.close;
  });

  const roads: readonly (readonly [string, (url: string) => Parameters<Hostile['set']>[0]])[] = [
    [
      'in its challenge',
      (url) => ({ '/mcp': { status: 401, headers: { 'www-authenticate': `Bearer resource_metadata="${url}"` } } }),
    ],
    [
      'as a redirect of its metadata',
      (url) => ({ [WELL_KNOWN.resource]: { status: 302, headers: { location: url } } }),
    ],
    [
      'as its authorization server',
      (url) => ({ [WELL_KNOWN.resource]: { body: { resource: server.url, authorization_servers: [url] } } }),
    ],
  ];

  it.each(roads)('%s is refused as well', async (where, routes) => {
    for (const host of ELSEWHERE) {
      // Headers carry ASCII, and so does an issuer.
      if (/[^ -~]/.test(host)) continue;
      server.set({ '/mcp': mcp(server.origin), ...routes(`https://${host}/`) });
      const code = where.includes('redirect') ? 'url-refused' : 'address-refused';
      await expect(discover(server.url, { network, clock: systemClock }), host).rejects.toEqual(refusal(code));
    }
    const own = new URL(server.origin).host;
    expect(new Set(dials.seen)).toEqual(new Set([own]));
  });
});

describe('a name', () => {
  const system = dns.lookup;
  let answers: string[][] = [];
  let asked = 0;
  beforeEach(() => {
    asked = 0;
    dns.lookup = ((_name: string, _options: object, done: (error: null, found: dns.LookupAddress[]) => void) => {
      const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
      asked += 1;
      const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      setImmediate(() => done(null, found));
    }) as typeof dns.lookup;
    syncBuiltinESMExports();
  });
  afterEach(() => {
    dns.lookup = system;
    syncBuiltinESMExports();
  });

  const rebinding = createNetwork({ allowPrivate: false, environment: {} });
  const { fetch } = rebinding.towards('https://mcp.example.com/');

  it('that changes its address between two requests is judged each time, and dialled as it was judged', async () => {
    answers = [['93.184.216.34'], ['169.254.169.254'], ['10.0.0.1'], ['127.0.0.1'], ['::1'], ['fd00::1']];
    await expect(fetch('https://rebind.example/')).rejects.toEqual(refusal('server-unreachable'));
    expect(dials.seen).toEqual(['93.184.216.34:443']);
    expect(asked).toBe(1);
    for (const _ of answers.slice(1)) {
      await expect(fetch('https://rebind.example/')).rejects.toEqual(refusal('address-refused'));
    }
    expect(asked).toBe(answers.length);
    expect(dials.seen).toEqual(['93.184.216.34:443']);
  });

  it.each([
    [['93.184.216.34', '192.168.0.1']],
    [['2606:2800:220:1::1', '::ffff:169.254.169.254']],
    [['0.0.0.0']],
    [['64:ff9b::7f00:1']],
  ])('with the addresses %j is refused whole', async (addresses) => {
    answers = [addresses];
    await expect(fetch('https://many.example/')).rejects.toEqual(refusal('address-refused'));
    expect(dials.seen).toEqual([]);
  });

  it.each(['localhost', 'app.localhost', 'app.localhost.'])(
    '%s is refused when it leads to another machine: plain http may go there',
    async (host) => {
      answers = [['93.184.216.34'], ['10.0.0.1']];
      const local = createNetwork({ allowPrivate: true, environment: {} }).towards(`http://${host}/`);
      await expect(local.fetch(`http://${host}/`)).rejects.toEqual(refusal('address-refused'));
      await expect(local.fetch(`https://${host}/`)).rejects.toEqual(refusal('address-refused'));
      expect(dials.seen).toEqual([]);
    },
  );
});
