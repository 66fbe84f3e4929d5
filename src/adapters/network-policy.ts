/** Where requests may go: decided on the URL before connecting, and on each address while connecting. */

import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIPv4, type LookupFunction } from 'node:net';
import { canParseUrl } from '../can-parse-url.ts';
import { isHttpsOrLoopback, isLoopback } from '../loopback.ts';
import { hint } from '../next-step.ts';
import type { OpenNetwork } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { type AddressKind, addressKind, literalAddress } from './addresses.ts';

export interface NetworkPolicy {
  /** Open when the person named a target on this machine. */
  readonly loopback: boolean;
  /** `--allow-private`. */
  readonly private: boolean;
  /** What the operator of a server has opened and shut. */
  readonly operator?: OperatorPolicy;
  /** The networks that are open at the port of a request; set by `policyAt`. */
  readonly open?: BlockList;
}

/** The settings of a server, whose callers name addresses. */
export interface OperatorPolicy {
  /** Whether callers may name servers on this machine. */
  readonly loopback: boolean;
  /** `--allow-network`. */
  readonly networks: readonly OpenNetwork[];
  /** Ports of this machine that no request goes to: our own listeners, and the database. */
  readonly shutPorts: () => readonly number[];
}

/** The policy for what a person named: only a target on this machine opens this machine. */
export function policyTowards(target: string, allowPrivate: boolean, operator?: OperatorPolicy): NetworkPolicy {
  const isLocal = canParseUrl(target) && isLoopback(new URL(target));
  return { loopback: isLocal && operator?.loopback !== false, private: allowPrivate, ...(operator && { operator }) };
}

/** The policy for a request to this URL, whose port decides which networks are open. */
export function policyAt(url: URL, policy: NetworkPolicy): NetworkPolicy {
  const { operator } = policy;
  if (operator === undefined || operator.networks.length === 0) return policy;
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const open = new BlockList();
  for (const network of operator.networks) {
    if (network.port !== undefined && network.port !== port) continue;
    open.addSubnet(network.address, network.prefix, isIPv4(network.address) ? 'ipv4' : 'ipv6');
  }
  return { ...policy, open };
}

/**
 * Decides by the URL alone. An address in it is decided here too, because Node calls no `lookup` for an address.
 * @throws Refusal url-refused, address-refused
 */
export function checkUrl(url: URL, policy: NetworkPolicy): void {
  if (url.username || url.password) throw urlRefused(url, 'It holds credentials.');
  if (url.protocol !== 'https:' && !(policy.loopback && isHttpsOrLoopback(url))) {
    throw urlRefused(url, 'Only https is used, and http for a server on this machine that you named yourself.');
  }
  const literal = literalAddress(url.hostname);
  if (literal !== undefined) checkAddress(url.hostname, literal, policy);
  const isHere = isLoopback(url) || (literal !== undefined && addressKind(literal) !== 'public');
  if (isHere && policy.operator?.shutPorts().includes(Number(url.port)))
    throw addressRefused(url.hostname, literal, 'own');
}

/**
 * Decides by its name what goes to a proxy, because the proxy looks the address up, and nobody checks what it finds.
 * @throws Refusal address-refused
 */
export function checkProxied(url: URL, policy: NetworkPolicy): void {
  if (policy.private || literalAddress(url.hostname) !== undefined) return;
  const labels = url.hostname.replace(/\.$/, '').split('.');
  if (labels.length > 1 && !PRIVATE_NAMES.test(labels.join('.'))) return;
  throw addressRefused(url.hostname, undefined, 'unresolved');
}

/** Names that no public name server knows: RFC 6762, RFC 8375, and those that ICANN has reserved or never delegates. */
const PRIVATE_NAMES = /\.(?:internal|local|localdomain|localhost|home\.arpa|home|corp|mail|lan|intranet|private)$/;

/**
 * Refuses the ports of other protocols, as `fetch` does by itself (Fetch, "Port blocking").
 * @throws Refusal server-unreachable
 */
export function checkPort({ protocol, host, port, origin }: URL): void {
  if (!BLOCKED_PORTS.has(Number(port))) return;
  throw new Refusal('server-unreachable', {
    what: `${protocol}//${host} could not be reached.`,
    why: `Port ${port} belongs to another protocol.`,
    hint: 'Check the URL of the server and its port.',
    details: { origin },
  });
}

const BLOCKED_PORTS = new Set([
  ...[
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  ],
  ...[111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531],
  ...[532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060],
  ...[5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080],
]);

/** A `lookup` that fails unless the policy allows every address it finds: a socket connects to what was checked. */
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
  // Plain http to a name of this machine is allowed because it stays here (RFC 6761, section 6.3).
  if (kind !== 'loopback' && isLoopback({ hostname: host })) throw addressRefused(host, address, 'elsewhere');
  if (kind === 'public' || (kind === 'loopback' && (policy.loopback || policy.private))) return;
  if (kind === 'private' && policy.private) return;
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  if (kind !== 'forbidden' && policy.open?.check(address, family)) return;
  throw addressRefused(host, address, kind);
}

/**
 * Why an address is refused. `elsewhere`: its name is one of this machine, and the address is not. `unresolved`: the name
 * belongs to a private network, and a proxy would look up its address.
 */
const REASONS: Readonly<Record<Exclude<AddressKind, 'public'> | 'elsewhere' | 'own' | 'unresolved', string>> = {
  loopback: 'is this machine, and the server that you named is not',
  private: 'is in a private network',
  forbidden: 'is not one for servers',
  unresolved: 'belongs to a private network, and the proxy of the environment would connect to it',
  own: 'is used by this program itself',
  elsewhere: 'is not this machine, and its name belongs to this machine alone (RFC 6761)',
};

function addressRefused(host: string, address: string | undefined, kind: keyof typeof REASONS): Refusal {
  const isOptional = kind === 'private' || kind === 'loopback' || kind === 'unresolved';
  return new Refusal('address-refused', {
    what: `A request to ${host} was refused.`,
    why: `${address === undefined ? 'Its name' : `Its address ${address}`} ${REASONS[kind]}.`,
    hint: isOptional
      ? hint`If that is what you want, add ${{ do: 'give', field: 'allow_private' }}`
      : 'Check the URL of the server.',
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
