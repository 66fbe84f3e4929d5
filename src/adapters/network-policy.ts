/** Where requests may go: decided on the URL before connecting, and on each address while connecting. */
import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Refusal } from '../refusal.ts';
import { type AddressKind, addressKind, isLoopbackHost, literalAddress } from './addresses.ts';

export interface NetworkPolicy {
  /** Open when the person named a target on this machine. */
  readonly loopback: boolean;
  /** `--allow-private`. */
  readonly private: boolean;
}

/** Refuses `url-refused` and `address-refused`. Literals are judged here: Node calls no `lookup` for them. */
export function checkUrl(url: URL, policy: NetworkPolicy): void {
  if (url.username || url.password) throw urlRefused(url, 'It holds credentials.');
  const isLocal = policy.loopback && isLoopbackHost(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) {
    throw urlRefused(url, 'Only https is used, and http for a server on this machine that you named yourself.');
  }
  const literal = literalAddress(url.hostname);
  if (literal !== undefined) checkAddress(url.hostname, literal, policy);
}

/** A `lookup` for sockets that hands over only addresses that the policy allows: what is checked is what is dialled. */
export function checkedLookup(policy: NetworkPolicy): LookupFunction {
  return (hostname, options, done) => {
    systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, []);
      try {
        for (const { address } of addresses) checkAddress(hostname, address, policy);
      } catch (refusal) {
        return done(refusal as Error, []);
      }
      const [first] = addresses;
      return options.all ? done(null, addresses) : done(null, first?.address ?? '', first?.family);
    });
  };
}

function checkAddress(host: string, address: string, policy: NetworkPolicy): void {
  const kind = addressKind(address);
  if (kind === 'public' || (kind === 'loopback' && (policy.loopback || policy.private))) return;
  if (kind === 'private' && policy.private) return;
  throw addressRefused(host, address, kind);
}

function addressRefused(host: string, address: string, kind: AddressKind): Refusal {
  const isOptional = kind === 'private' || kind === 'loopback';
  return new Refusal('address-refused', {
    what: `A request to ${host} was refused.`,
    why:
      kind === 'loopback'
        ? `Its address ${address} is this machine, and the server that you named is not.`
        : `Its address ${address} is ${kind === 'private' ? 'in a private network' : 'not one for servers'}.`,
    hint: isOptional ? 'If that is what you want, add --allow-private' : 'Check the URL of the server.',
    details: { host, address, kind },
  });
}

function urlRefused(url: URL, why: string): Refusal {
  const shown = `${url.protocol}//${url.host}${url.pathname}`;
  return new Refusal('url-refused', {
    what: `A request to ${shown} was refused.`,
    why,
    hint: 'Use the https URL of the server.',
    details: { url: shown },
  });
}
