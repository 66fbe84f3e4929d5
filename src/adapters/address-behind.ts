/** The address that a request comes from, behind proxies that the operator trusts. */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv4 } from 'node:net';
import type { OpenNetwork } from '../ports/index.ts';

/**
 * Anybody can write the header X-Forwarded-For, so only what a trusted proxy has added is believed: from the right, the first
 * address that is of no trusted proxy.
 */
export function addressBehind(
  trusted: readonly OpenNetwork[],
): (incoming: Pick<IncomingMessage, 'headers' | 'socket'>) => string | undefined {
  const proxies = new BlockList();
  for (const { address, prefix } of trusted) proxies.addSubnet(address, prefix, isIPv4(address) ? 'ipv4' : 'ipv6');
  const isProxy = (address: string) => proxies.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  return ({ headers, socket }) => {
    const { remoteAddress } = socket;
    const peer = remoteAddress?.replace(/^::ffff:(?=[\d.]+$)/, '');
    if (peer === undefined || trusted.length === 0 || !isProxy(peer)) return peer;
    const named = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
    const addresses = named.map((text) => text.trim()).filter((text) => isIP(text) !== 0);
    return addresses.findLast((address) => !isProxy(address)) ?? addresses[0] ?? peer;
  };
}
