/**
 * Returns a valid access token and renews it when necessary, exactly once for all callers at the same time. Callers in
 * one process share a promise; processes share a lease in the connection's row (docs/connect.md, "Single flight").
 */
import { hint } from '../next-step.ts';
import type { Ports, Tables } from '../ports/index.ts';
import type { AccessToken, Connection } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { noteFailure, recentFailure } from './failed-renewals.ts';
import { notConnected } from './refusals.ts';
import type { Renewal, RenewalRequest } from './renewal.ts';
import { type CurrentToken, openToken, readStoredTokens, type TokenOwner } from './stored-token.ts';
import { type StoredTokens, type TokenStatus, tokenStatus } from './token-status.ts';
import { countRenewal } from './under-way.ts';

export type TokenPorts = Pick<Ports, 'state' | 'secrets' | 'network' | 'clock' | 'identifiers'> & {
  /** Called after each request for a new token. */
  readonly renewed?: (renewal: TokenRenewal) => void;
};

export interface TokenRenewal {
  /** The provider's unique name. */
  readonly provider: string;
  /** `refused` ends the connection; after `failed` it can be tried again. */
  readonly outcome: 'renewed' | 'refused' | 'failed';
}

/** Longer than a request to the token endpoint may take, so that a lease only ends early when its holder died. */
const LEASE = 15_000;
/** A waiting process gives up after two leases: the first holder may die, the second should not. */
const PATIENCE = 2 * LEASE;
/** Milliseconds between two reads of the state. They grow, so that many waiting processes do not slow down the one that renews. */
const [SHORTEST_PAUSE, LONGEST_PAUSE] = [100, 800];
/** Where the death of the holder can be seen, it is to be seen within a second. */
const WATCHED_PAUSE = 200;

const flights = new WeakMap<Ports['state'], Map<string, Promise<CurrentToken>>>();

/**
 * @param refused A token that the server did not accept: it is replaced whatever its expiry says.
 * @throws Refusal `not-connected`, `reconnect-needed`, `server-timeout`, and what the token endpoint refuses.
 */
export function currentToken(owner: TokenOwner, ports: TokenPorts, refused?: AccessToken): Promise<CurrentToken> {
  const inFlight = flights.get(ports.state) ?? new Map<string, Promise<CurrentToken>>();
  flights.set(ports.state, inFlight);
  const key = JSON.stringify([owner.providerId, owner.user, owner.wish, refused?.token]);
  const flight = inFlight.get(key) ?? obtain(owner, ports, refused).finally(() => inFlight.delete(key));
  inFlight.set(key, flight);
  return flight;
}

async function obtain(owner: TokenOwner, ports: TokenPorts, refused?: AccessToken): Promise<CurrentToken> {
  const { state, clock, identifiers } = ports;
  const holder = identifiers.next();
  const deadline = clock.now() + PATIENCE;
  const look = async (tables: Tables) => {
    const stored = await readStoredTokens(owner, tables);
    return { stored, status: tokenStatus(stored, { wish: owner.wish, now: clock.now(), refused }) };
  };
  let failed: Refusal | undefined;
  for (let pause = SHORTEST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    const seen = await state.read(look);
    const failure = failed ?? recentFailure(seen.stored.connection, ports);
    if (seen.status.is === 'due' && failure) {
      if (seen.status.usable) return openToken(seen.stored, seen.status.usable, ports);
      throw failure;
    }
    // A waiting process only reads: writes of many processes would queue up behind each other.
    const other = heldBy(seen.stored.connection, holder, clock.now());
    const isFree = seen.status.is === 'due' && (other === undefined || (await isGone(other, ports)));
    const claim = { holder, gone: other?.owner };
    const { stored, status, isOurs } = isFree ? await takeLease(look, claim, ports) : { ...seen, isOurs: false };
    if (status.is !== 'due') return settle(status, { owner, stored }, ports);
    if (isOurs) {
      // The lease starts again with each request. A process that was held up before its request may have lost it.
      const confirm = async () => {
        const again = await takeLease(look, { holder }, ports);
        return again.isOurs && again.stored.connection?.generation === stored.connection?.generation;
      };
      const outcome = await countRenewal(renewLeased({ stored, resource: status.resource, confirm }, ports));
      if (outcome.is === 'renewed') return outcome.current;
      if (outcome.is === 'failed') {
        failed = outcome.refusal;
        if (stored.connection) noteFailure(stored.connection, failed, ports);
      }
      // The next read of the state decides.
      continue;
    }
    if (status.usable) return openToken(stored, status.usable, ports);
    if (clock.now() > deadline) throw stuck(owner);
    await clock.sleep(other?.process === undefined ? pause : Math.min(pause, WATCHED_PAUSE));
  }
}

/** A fresh token needs no code of the protocol, so `mcpctl token` starts without loading it. */
async function renewLeased(request: RenewalRequest, ports: TokenPorts): Promise<Renewal> {
  const { renew } = await import('./renewal.ts');
  return renew(request, ports);
}

interface Claim {
  readonly holder: string;
  /** A holder that is known to be dead. */
  readonly gone?: string;
}

/**
 * Reads again and takes or renews the lease, in one short transaction, when the token is due and no other process holds the
 * lease.
 */
async function takeLease(
  look: (tables: Tables) => Promise<{ stored: StoredTokens; status: TokenStatus }>,
  { holder, gone }: Claim,
  { state, clock }: TokenPorts,
) {
  // Known to the others before they can see the lease.
  const process = await state.presence();
  return state.write(async (tables) => {
    const { stored, status } = await look(tables);
    const { connection } = stored;
    const other = heldBy(connection, holder, clock.now());
    const isHeld = other !== undefined && other.owner !== gone;
    if (status.is !== 'due' || connection === undefined || isHeld) return { stored, status, isOurs: false };
    const lease = { owner: holder, until: clock.now() + LEASE, ...(process !== undefined && { process }) };
    const leased = { ...connection, lease };
    await tables.connections.save(leased);
    return { stored: { ...stored, connection: leased }, status, isOurs: true };
  });
}

/** The lease that another holds now. */
function heldBy(connection: Connection | undefined, holder: string, now: number): Connection['lease'] {
  const lease = connection?.lease;
  return lease !== undefined && lease.until > now && lease.owner !== holder ? lease : undefined;
}

/** A holder of which this cannot be told keeps its lease to its end. */
async function isGone({ process }: NonNullable<Connection['lease']>, { state }: TokenPorts): Promise<boolean> {
  return process !== undefined && !(await state.isPresent(process));
}

/** Returns the token where no renewal is due, or throws the refusal. */
function settle(
  status: TokenStatus,
  { owner, stored }: { readonly owner: TokenOwner; readonly stored: StoredTokens },
  ports: TokenPorts,
): Promise<CurrentToken> {
  switch (status.is) {
    case 'fresh':
      return openToken(stored, status.token, ports);
    case 'dead':
      throw new Refusal('reconnect-needed', {
        what: `The connection to ${owner.target} is no longer good.`,
        why: status.why,
        hint: hint`${{ do: 'connect', target: owner.target }}`,
      });
    default:
      throw notConnected(owner);
  }
}

function stuck({ target }: TokenOwner): Refusal {
  return new Refusal('server-timeout', {
    what: `The token for ${target} could not be renewed in time.`,
    why: `Other processes have been renewing it for ${PATIENCE / 1000} seconds without success.`,
    hint: hint`Try again, or see what is wrong: ${{ do: 'status' }}`,
  });
}
