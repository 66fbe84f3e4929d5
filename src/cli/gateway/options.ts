/** What is given to `mcpctl gateway`, as values. */
import { type Hint, hint, type NextStep } from '../../next-step.ts';
import { Refusal } from '../../refusal.ts';

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** `PORT`, `HOST:PORT` or `[HOST]:PORT`. Refuses what is none, and a public address that was not asked for. */
export function listenAddress(text: string, isPublicAllowed: boolean): { host: string; port: number } {
  const [, bracketed, plain, digits] = /^(?:(?:\[([0-9a-f:]+)\]|([a-z0-9.-]+)):)?(\d{1,5})$/i.exec(text) ?? [];
  const host = bracketed ?? plain ?? '127.0.0.1';
  const port = Number(digits);
  if (digits === undefined || port > 65_535) {
    throw usage(`--http ${text} is no address.`, hint`Give a port, or HOST:PORT: ${gatewayAt('127.0.0.1:7777')}`);
  }
  if (LOOPBACK.includes(host) || isPublicAllowed) return { host, port };
  throw new Refusal('address-refused', {
    what: `${host} is not an address of this machine alone.`,
    why: 'Whoever reaches it and learns the token uses your connections.',
    hint: hint`Listen on loopback: ${gatewayAt(String(port))}. If you must, behind TLS of your own, add ${{ do: 'give', field: 'listen_public' }}`,
  });
}

function gatewayAt(address: string): NextStep {
  return { do: 'run', words: ['gateway', '--http', address] };
}

export function usage(what: string, advice: string | Hint): Refusal {
  return new Refusal('usage', { what, hint: advice });
}
