/**
 * Who calls, remembered for half a second: a client that calls often costs one query in that time, and whatever was taken
 * away counts within it.
 */
import type { Caller } from '../identity/caller.ts';
import type { Ports } from '../ports/index.ts';
import type { Secret } from '../secret.ts';
import { sha256Of } from '../sha256.ts';
import { callerOfBearer, callerStillGood } from '../usecases/access/authenticate.ts';

export interface Callers {
  /** @throws Refusal `unauthenticated` */
  of(bearer: Secret): Promise<Caller>;
  /**
   * Returns the caller as it is now, for what lasts longer than a request.
   * @throws Refusal `unauthenticated`
   */
  stillGood(caller: Caller): Promise<Caller>;
  /** Whether the database can be read. */
  isReady(): Promise<boolean>;
}

/** Milliseconds. */
const REMEMBERED = 500;
const MOST = 10_000;

export function createCallers(ports: Pick<Ports, 'state' | 'clock'>): Callers {
  const known = new Map<string, { readonly caller: Promise<Caller>; readonly until: number }>();
  const remember = (key: string, caller: Promise<Caller>) =>
    known.set(key, { caller, until: ports.clock.now() + REMEMBERED });
  return {
    async of(bearer) {
      const now = ports.clock.now();
      // Never the secret itself: it stays in no memory that outlives the request.
      const key = await sha256Of(bearer.reveal());
      const before = known.get(key);
      if (before && before.until > now) return before.caller;
      if (known.size >= MOST) known.clear();
      const caller = callerOfBearer(bearer, ports, now);
      remember(key, caller);
      caller.catch(() => known.delete(key));
      return caller;
    },
    async stillGood(caller) {
      try {
        const now = await callerStillGood(caller, ports, ports.clock.now());
        // What was taken away counts for the next request too.
        if (caller.proof) remember(caller.proof.hash, Promise.resolve(now));
        return now;
      } catch (thrown) {
        known.delete(caller.proof?.hash ?? '');
        throw thrown;
      }
    },
    async isReady() {
      await ports.state.read((tables) => tables.projects());
      return true;
    },
  };
}
