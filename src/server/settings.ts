/** The settings of `serve`, checked before anything is opened. Pure. */
import { canParseUrl } from '../can-parse-url.ts';
import { isLoopback } from '../loopback.ts';
import { hint } from '../next-step.ts';
import { Refusal } from '../refusal.ts';

export interface WantedServer {
  /** HOST:PORT or [HOST]:PORT. Port 0 takes any free port. */
  readonly listen: string;
  readonly publicUrl?: string;
}

export interface ListenAddress {
  /** Without the brackets of IPv6. */
  readonly host: string;
  readonly port: number;
}

export const USUAL_ADDRESS = '127.0.0.1:7777';

/**
 * Whoever reaches the server from another machine sends secrets, so the public URL is https then. TLS is done in front.
 *
 * @throws Refusal usage, or address-refused for an address that other machines reach without a public URL
 */
export function checkedSettings({ listen, publicUrl }: WantedServer): ListenAddress {
  const address = addressOf(listen);
  const isLocal = isLoopback(new URL(`http://${authorityOf(address)}`));
  if (publicUrl !== undefined) checkPublicUrl(publicUrl);
  else if (!isLocal) {
    throw new Refusal('address-refused', {
      what: `${address.host} is not an address of this machine alone.`,
      why: 'Other machines reach it, so clients need to know its public URL, with https.',
      hint: 'Add --public-url https://mcp.example.com, or listen on 127.0.0.1.',
    });
  }
  return address;
}

function checkPublicUrl(text: string): void {
  const url = canParseUrl(text) ? new URL(text) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));
  const isPlain = url && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  if (isSafe && isPlain) return;
  throw new Refusal('usage', {
    what: `${text} is no public URL.`,
    why: 'It is https, or http on loopback, and has no query, fragment or credentials.',
    hint: 'For example: --public-url https://mcp.example.com',
  });
}

/** @throws Refusal usage */
export function addressOf(text: string): ListenAddress {
  const [, host = '', digits = ''] = /^(\[[0-9a-f:]+\]|[a-z0-9.-]+):(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits);
  if (host === '' || port > 65_535 || !canParseUrl(`http://${host}`)) {
    throw new Refusal('usage', {
      what: `--listen ${text} is no address.`,
      hint: hint`Give a host and a port: ${{ do: 'run', words: ['serve', '--listen', USUAL_ADDRESS] }}`,
    });
  }
  return { host: new URL(`http://${host}`).hostname.replace(/^\[(.*)\]$/, '$1'), port };
}

export function authorityOf({ host, port }: ListenAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
