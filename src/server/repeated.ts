/**
 * `Idempotency-Key`: the same request sent again gets the answer of the first, also while that is under way. Answers are kept in
 * memory for ten minutes, so a client that lost one gets it by asking again.
 *
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
import type { Clock } from '../ports/index.ts';
import { RequestProblem } from './problem.ts';

export interface Repeated {
  /**
   * @param what Everything that makes two requests the same one.
   * @throws RequestProblem 409 for a key that was used for another request
   */
  once(who: string, key: string, what: string, work: () => Promise<Response>): Promise<Response>;
}

interface Kept {
  readonly what: string;
  readonly response: Promise<Response>;
  readonly until: number;
}

/** Milliseconds. */
const KEPT = 600_000;
const MOST = 10_000;
const LONGEST_KEY = 256;

export function createRepeated({ elapsed }: Pick<Clock, 'elapsed'>): Repeated {
  // In the order in which they came: the first ones end first.
  const kept = new Map<string, Kept>();
  const forgetOld = () => {
    for (const [id, { until }] of kept) {
      if (until > elapsed() && kept.size < MOST) return;
      kept.delete(id);
    }
  };
  return {
    async once(who, key, what, work) {
      if (key.length > LONGEST_KEY) throw tooLong();
      const id = JSON.stringify([who, key]);
      const before = kept.get(id);
      if (before && before.until > elapsed()) {
        if (before.what !== what) throw usedForAnother();
        return (await before.response).clone();
      }
      forgetOld();
      const response = work();
      kept.set(id, { what, response, until: elapsed() + KEPT });
      // What failed on our side may succeed the next time.
      response.then(
        ({ status }) => status >= 500 && kept.delete(id),
        () => kept.delete(id),
      );
      return (await response).clone();
    },
  };
}

function usedForAnother(): RequestProblem {
  return new RequestProblem({
    status: 409,
    code: 'idempotency-key-used',
    message: 'This Idempotency-Key was sent with another request.',
    next: 'Send each request with a key of its own.',
  });
}

function tooLong(): RequestProblem {
  return new RequestProblem({
    status: 400,
    code: 'input-invalid',
    message: `An Idempotency-Key has at most ${LONGEST_KEY} characters.`,
    next: 'For example a UUID.',
  });
}
