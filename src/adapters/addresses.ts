/** Which network an address belongs to, however it is spelled (IANA special-purpose registries, RFC 6890). */
import { BlockList, isIP, isIPv4 } from 'node:net';

/** `forbidden`: link-local, multicast, unspecified, documentation and the like; no tool server lives there. */
export type AddressKind = 'public' | 'loopback' | 'private' | 'forbidden';

const LOOPBACK = ['127.0.0.0/8', '::1/128'];
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];
const FORBIDDEN = [
  ...['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ...['::/128', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '3fff::/20', '5f00::/16'],
  ...['fe80::/10', 'fec0::/10', 'ff00::/8'],
];

const kinds: readonly (readonly [AddressKind, BlockList])[] = [
  ['loopback', blockList(LOOPBACK)],
  ['private', blockList(PRIVATE)],
  ['forbidden', blockList(FORBIDDEN)],
];

/** The kind of an IP address in any of its textual forms; what is no address is forbidden. */
export function addressKind(address: string): AddressKind {
  const [bare = ''] = address.split('%');
  if (isIP(bare) === 0) return 'forbidden';
  const embedded = isIPv4(bare) ? undefined : embeddedIPv4(bare);
  if (embedded !== undefined) return addressKind(embedded);
  const family = isIPv4(bare) ? 'ipv4' : 'ipv6';
  return kinds.find(([, list]) => list.check(bare, family))?.[0] ?? 'public';
}

/** The address in a URL's host, without the brackets of IPv6; `undefined` for a name. */
export function literalAddress(hostname: string): string | undefined {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return isIP(bare) === 0 ? undefined : bare;
}

/** IPv6 that carries IPv4: mapped and compatible (RFC 4291), translated (RFC 2765), NAT64 (RFC 6052), 6to4 (RFC 3056). */
function embeddedIPv4(address: string): string | undefined {
  const groups = expand(address);
  const pair = (high: number) => {
    const [a = 0, b = 0] = [groups[high], groups[high + 1]];
    return `${a >> 8}.${a & 255}.${b >> 8}.${b & 255}`;
  };
  const isZero = (from: number, to: number) => groups.slice(from, to).every((group) => group === 0);
  if (isZero(0, 5) && groups[5] === 0xffff) return pair(6);
  if (isZero(0, 4) && groups[4] === 0xffff && groups[5] === 0) return pair(6);
  if (isZero(0, 6) && (groups[6] !== 0 || (groups[7] ?? 0) > 1)) return pair(6);
  if (groups[0] === 0x64 && groups[1] === 0xff9b && isZero(2, 6)) return pair(6);
  if (groups[0] === 0x2002) return pair(1);
  return undefined;
}

/** The eight groups of an IPv6 address. */
function expand(address: string): number[] {
  // The URL parser writes every IPv6 address in one form, without dotted quads.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groupsOf = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  const [left, right] = [groupsOf(head), groupsOf(tail ?? '')];
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}

function blockList(subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = '', prefix] = subnet.split('/');
    list.addSubnet(address, Number(prefix), isIPv4(address) ? 'ipv4' : 'ipv6');
  }
  return list;
}
