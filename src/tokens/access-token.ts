/**
 * A valid access token, renewed when need be: exactly once for all that ask at the same time. Callers in one
 * process share a promise; processes share a lease in the connection's row (docs/connect.md, "Single flight").
 */
import { hint } from '../next-step.ts';
import type { Ports, Tables } from '../ports/index.ts';
import type { AccessToken, Connection } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { noteFailure, recentFailure } from './failed-renewals.ts';
import { type CurrentToken, notConnected, openToken, readStoredTokens, type TokenOwner } from './stored-token.ts';
import { type StoredTokens, type TokenStatus, tokenStatus } from './token-status.ts';

export type TokenPorts = Pick<Ports, 'state' | 'secrets' | 'network' | 'clock' | 'identifiers'> & {
  /** Told of each request for a new token. */
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
/** A waiter gives up after two leases: the first holder may die, the second should not. */
const PATIENCE = 2 * LEASE;
/** Between two looks, growing: many who wait must not starve the one who works. */
const [SHORTEST_PAUSE, LONGEST_PAUSE] = [100, 800];

const flights = new WeakMap<Ports['state'], Map<string, Promise<CurrentToken>>>();

/**
 * `refused` is a token that the server did not accept, to be replaced whatever its expiry says.
 * Refuses `not-connected`, `reconnect-needed`, and what the token endpoint refuses.
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
    return { stored, status: tokenStatus(stored, owner.wish, clock.now(), refused) };
  };
  let failed: Refusal | undefined;
  for (let pause = SHORTEST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    const seen = await state.read(look);
    const failure = failed ?? recentFailure(seen.stored.connection, ports);
    if (seen.status.is === 'due' && failure) {
      if (seen.status.usable) return openToken(seen.stored, seen.status.usable, ports);
      throw failure;
    }
    // Who waits only reads: a write would wait for its turn among all of them.
    const isFree = seen.status.is === 'due' && !isHeld(seen.stored.connection, holder, clock.now());
    const { stored, status, isOurs } = isFree ? await takeLease(look, holder, ports) : { ...seen, isOurs: false };
    if (status.is !== 'due') return settle(owner, stored, status, ports);
    if (isOurs) {
      // A token that is fresh needs nothing of the protocol: `mcpctl token` starts in no time.
      const { renew } = await import('./renewal.ts');
      // The lease starts anew when the request does; a process that was held up on the way has lost it.
      const confirm = async () => {
        const again = await takeLease(look, holder, ports);
        return again.isOurs && again.stored.connection?.generation === stored.connection?.generation;
      };
      const outcome = await renew(stored, status.resource, confirm, ports);
      if (outcome.is === 'renewed') return outcome.current;
      if (outcome.is === 'failed') {
        failed = outcome.refusal;
        if (stored.connection) noteFailure(stored.connection, failed, ports);
      }
      // What is stored now decides.
      continue;
    }
    if (status.usable) return openToken(stored, status.usable, ports);
    if (clock.now() > deadline) throw stuck(owner);
    await clock.sleep(pause);
  }
}

/** In one short transaction: looks again, and takes the lease, or renews it, when the token is due and nobody else has it. */
function takeLease(
  look: (tables: Tables) => Promise<{ stored: StoredTokens; status: TokenStatus }>,
  holder: string,
  { state, clock }: TokenPorts,
) {
  return state.write(async (tables) => {
    const { stored, status } = await look(tables);
    const { connection } = stored;
    if (status.is !== 'due' || connection === undefined || isHeld(connection, holder, clock.now())) {
      return { stored, status, isOurs: false };
    }
    const leased = { ...connection, lease: { owner: holder, until: clock.now() + LEASE } };
    await tables.connections.save(leased);
    return { stored: { ...stored, connection: leased }, status, isOurs: true };
  });
}

/** Whether somebody else renews the connection now. */
function isHeld(connection: Connection | undefined, holder: string, now: number): boolean {
  const lease = connection?.lease;
  return lease !== undefined && lease.until > now && lease.owner !== holder;
}

function settle(
  owner: TokenOwner,
  stored: StoredTokens,
  status: TokenStatus,
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
