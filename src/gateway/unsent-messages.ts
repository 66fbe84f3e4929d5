/** Knows how far a client is behind with the messages that belong to its request. */
import { readingOf } from './slow-reader.ts';

export interface UnsentMessages {
  /** Follows a message until it is sent. Never fails: a client that has gone away gets no message. */
  follow(sending: Promise<unknown>): Promise<void>;
  /** Undefined while the client reads as fast as it is written to; else resolves when it has caught up, or has gone. */
  caughtUp(): Promise<void> | undefined;
}

/** So many messages may wait for a client. */
const MOST_UNSENT = 20;

/** `request` is the HTTP request; undefined on standard output, whose messages tell by themselves when they are sent. */
export function unsentMessages(request: Request | undefined): UnsentMessages {
  let given = 0;
  let unsent = 0;
  let allSent = Promise.resolve();
  /** What to wait for next; undefined when the client is not behind. */
  const obstacle = (): Promise<void> | undefined => {
    if (unsent > MOST_UNSENT) return allSent;
    const reading = request && readingOf(request);
    const isBehind = reading && !reading.isOver && given - reading.taken > MOST_UNSENT;
    return isBehind ? reading.next() : undefined;
  };
  const caughtUp = async (first: Promise<void>) => {
    for (let next: Promise<void> | undefined = first; next; next = obstacle()) await next;
  };
  return {
    follow(sending) {
      given += 1;
      unsent += 1;
      const sent = sending.then(
        () => {},
        () => {},
      );
      void sent.then(() => {
        unsent -= 1;
      });
      allSent = allSent.then(() => sent);
      return sent;
    },
    caughtUp() {
      const first = obstacle();
      return first && caughtUp(first);
    },
  };
}
