/**
 * How fast the messages of event streams are handed on. Each message costs processor time, and a server may send thousands at
 * once. A stream with many messages is handed on in slices with pauses, and other requests are served in the pauses. Meanwhile
 * the rest stays in the socket, so the server has to wait, too.
 */

/** So many messages of a stream wait for nothing, and so many more each second. Few honest streams say more. */
const FREE_MESSAGES = 200;
const FREE_EACH_SECOND = 100;
/** What all streams together hand on beyond that. */
const SHARED_EACH_SECOND = 300;
/** How many messages are handed on in one turn of the event loop. */
export const SLICE_MESSAGES = 20;

/** Returns how many milliseconds to wait before so many messages are handed on. */
export type Pace = (messages: number) => number;

/** Returns a function that makes the pace of one stream. `now` is a time in milliseconds. */
export function createPacing(now: () => number = () => performance.now()): () => Pace {
  /** When the shared allowance has been spent until. */
  let spentUntil = Number.NEGATIVE_INFINITY;
  return () => {
    let free = FREE_MESSAGES;
    let since = now();
    return (messages) => {
      const at = now();
      free = Math.min(FREE_MESSAGES, free + ((at - since) / 1000) * FREE_EACH_SECOND);
      since = at;
      const beyond = Math.max(0, messages - free);
      free = Math.max(0, free - messages);
      if (beyond === 0) return 0;
      spentUntil = Math.max(spentUntil, at) + (beyond / SHARED_EACH_SECOND) * 1000;
      return spentUntil - at;
    };
  };
}
