import { describe, expect, it } from 'vitest';
import { addressKind, isLoopbackHost } from '../../src/adapters/addresses.ts';
import { checkUrl } from '../../src/adapters/network-policy.ts';

const KINDS = {
  public: ['93.184.216.34', '8.8.8.8', '2606:2800:220:1:248:1893:25c8:1946', '::ffff:8.8.8.8', '64:ff9b::808:808'],
  loopback: [
    '127.0.0.1',
    '127.255.255.254',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
  ],
  private: [
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    'fd00::1',
    'fc00::',
    '::ffff:10.0.0.1',
  ],
  forbidden: ['0.0.0.0', '169.254.169.254', '::', 'fe80::1', 'fe80::1%eth0', 'ff02::1', '224.0.0.1', '255.255.255.255'],
} as const;

describe('the kind of an address', () => {
  for (const [kind, addresses] of Object.entries(KINDS)) {
    it.each(addresses)(`${kind}: %s`, (address) => {
      expect(addressKind(address)).toBe(kind);
    });
  }

  it('is forbidden for what is no address', () => {
    expect(addressKind('example.com')).toBe('forbidden');
  });
});

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
  ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', '192.0.2.1', '[2001:db8::1]', '[100::1]'],
];

describe('a URL with an address that is not public', () => {
  it('is tried in at least 60 spellings', () => {
    expect(new Set(SPELLINGS).size).toBeGreaterThanOrEqual(60);
  });

  it.each(SPELLINGS)('is refused: https://%s/', (host) => {
    // Spellings that the URL parser itself refuses never become a request.
    if (!URL.canParse(`https://${host}/`)) return;
    const check = () => checkUrl(new URL(`https://${host}/`), { loopback: false, private: false });
    expect(check).toThrowError(expect.objectContaining({ code: 'address-refused' }));
  });

  it('stays refused under --allow-private when no server lives there', () => {
    const check = () => checkUrl(new URL('https://169.254.169.254/'), { loopback: true, private: true });
    expect(check).toThrowError(expect.objectContaining({ code: 'address-refused' }));
  });
});

describe('the host of a target on this machine', () => {
  it.each(['127.0.0.1', '[::1]', 'localhost', 'LOCALHOST', 'app.localhost', 'localhost.'])('%s', (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  });

  it.each(['localhost.example.com', 'notlocalhost', '10.0.0.1', 'example.com'])('is not %s', (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });
});
