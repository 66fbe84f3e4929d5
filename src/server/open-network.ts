/** `--allow-network CIDR[:PORT]`: which other networks the addresses that callers name may be in. Pure. */
import { canParseUrl } from '../can-parse-url.ts';
import type { OpenNetwork } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';

/** @throws Refusal usage */
export function openNetworkOf(text: string): OpenNetwork {
  const [, v6, v4 = v6, prefix = '', port] = PATTERN.exec(text) ?? [];
  const most = v6 === undefined ? 32 : 128;
  const isAddress = v4 !== undefined && canParseUrl(v6 === undefined ? `http://${v4}` : `http://[${v6}]`);
  const number = prefix === '' ? most : Number(prefix);
  const isPort = port === undefined || (Number(port) > 0 && Number(port) <= 65_535);
  if (v4 !== undefined && isAddress && number <= most && isPort) {
    return { address: v4, prefix: number, ...(port !== undefined && { port: Number(port) }) };
  }
  throw new Refusal('usage', {
    what: `--allow-network ${text} is no network.`,
    hint: 'Give an address with its prefix, and a port if only one is meant: 10.0.0.0/8:443 or [fd00::/8]:443',
  });
}

/** `10.0.0.0/8`, `10.1.2.3:8443`, `fd00::/8`, `[fd00::/8]:443`. */
const PATTERN = /^(?:\[?([\da-f:]*:[\da-f:]*)|([\d.]+))(?:\/(\d{1,3}))?\]?(?::(\d{1,5}))?$/i;
