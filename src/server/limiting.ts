/** Counts requests against the limits of whoever makes them (src/identity/limits.ts). */
import { canParseUrl } from '../can-parse-url.ts';
import type { CallObserver } from '../gateway/call-observer.ts';
import type { Caller } from '../identity/caller.ts';
import { createLimiter, type Limited } from '../identity/limits.ts';
import { isLoopback } from '../loopback.ts';
import type { Clock, RequestHead } from '../ports/index.ts';
import { userOf } from '../principal.ts';
import { Refusal } from '../refusal.ts';
import type { AnyRoute } from './route.ts';

export interface Limiting {
  /** @throws Refusal `rate-limited` */
  request(caller: Caller, route: AnyRoute, query: URLSearchParams): void;
  /** For a request of nobody. Whoever calls from this machine is not counted. @throws Refusal `rate-limited` */
  stranger(head: Pick<RequestHead, 'address'>): void;
  /** Refuses calls of tools that are too many. */
  calls(caller: Pick<Caller, 'principal'>): CallObserver;
}

const TICKETS: ReadonlySet<string> = new Set(['ticket.create', 'token.create-for-end-user']);

export function createLimiting({ elapsed }: Pick<Clock, 'elapsed'>): Limiting {
  const limiter = createLimiter();
  const take = (what: Limited, who: string) => {
    const wait = limiter.take(what, who, elapsed());
    if (wait > 0) throw tooMany(what, wait);
  };
  return {
    request({ principal, keyId }, { operation }, query) {
      const { name, effect } = operation;
      const own = userOf(principal);
      if (TICKETS.has(name)) return take('tickets', keyId ?? own);
      // One backend speaks for thousands, so each of its end users has a limit of its own.
      if (name === 'actor.connect') return take('connects', `${own} ${query.get('actor_id')}`);
      if (name === 'connection.begin' && keyId === undefined) return take('connects', own);
      if (effect !== 'reads') take('writes', own);
    },
    stranger({ address }) {
      if (address !== undefined && !isHere(address)) take('strangers', address);
    },
    calls({ principal }) {
      const own = userOf(principal);
      return {
        begin: () => ({
          send: async () => take('tool-calls', own),
          end() {},
        }),
      };
    },
  };
}

function isHere(address: string): boolean {
  const host = address.includes(':') ? `[${address}]` : address;
  return canParseUrl(`http://${host}`) && isLoopback(new URL(`http://${host}`));
}

const WORDS: Readonly<Record<Limited, string>> = {
  'tool-calls': 'calls of tools',
  writes: 'changes',
  connects: 'consents',
  tickets: 'tickets and tokens',
  strangers: 'requests without a key or token',
};

function tooMany(what: Limited, milliseconds: number): Refusal {
  const seconds = Math.ceil(milliseconds / 1000);
  return new Refusal('rate-limited', {
    what: `There were too many ${WORDS[what]} in a minute.`,
    hint: `Try again in ${seconds} seconds.`,
    details: { retry_after_ms: Math.ceil(milliseconds) },
  });
}
