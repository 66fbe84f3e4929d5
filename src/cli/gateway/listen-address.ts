/** The address after `gateway --http`. */
import { canParseUrl } from '../../can-parse-url.ts';
import { isLoopback } from '../../loopback.ts';
import { hint, type NextStep } from '../../next-step.ts';
import { Refusal } from '../../refusal.ts';

/**
 * Reads `PORT`, `HOST:PORT` or `[HOST]:PORT`. The host comes back in the form of a URL, without the brackets of IPv6.
 * @throws Refusal usage, or address-refused for a host that other machines reach unless that is allowed
 */
export function listenAddress(text: string, isPublicAllowed: boolean): { host: string; port: number } {
  const [, authority = '127.0.0.1', digits] = /^(?:(\[[0-9a-f:]+\]|[a-z0-9.-]+):)?(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535 || !canParseUrl(`http://${authority}`)) {
    throw new Refusal('usage', {
      what: `--http ${text} is no address.`,
      hint: hint`Give a port, or HOST:PORT: ${gatewayAt('127.0.0.1:7777')}`,
    });
  }
  const url = new URL(`http://${authority}`);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isLoopback(url) || isPublicAllowed) return { host, port };
  throw new Refusal('address-refused', {
    what: `${host} is not an address of this machine alone.`,
    why: 'Whoever reaches it and learns the token uses your connections.',
    hint: hint`Listen on loopback: ${gatewayAt(String(port))}. If you must, behind TLS of your own, add ${{ do: 'give', field: 'listen_public' }}`,
  });
}

function gatewayAt(address: string): NextStep {
  return { do: 'run', words: ['gateway', '--http', address] };
}
