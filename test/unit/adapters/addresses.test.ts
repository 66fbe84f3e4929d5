import { describe, expect, it } from 'vitest';
import { addressKind } from '../../../src/adapters/addresses.ts';
import { checkUrl } from '../../../src/adapters/network-policy.ts';

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

describe('--allow-private', () => {
  it('opens no address where no server lives', () => {
    const check = () => checkUrl(new URL('https://169.254.169.254/'), { loopback: true, private: true });
    expect(check).toThrowError(expect.objectContaining({ code: 'address-refused' }));
  });
});
