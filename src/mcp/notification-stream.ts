/**
 * The stream on which a server before 2026-07-28 sends what belongs to no request (Streamable HTTP, "Listening for
 * Messages from the Server"): a server that is known to have none is not asked for it.
 */
import type { Fetch } from '../ports/index.ts';
import { passed } from './waiting.ts';

export interface NotificationStream {
  readonly fetch: Fetch;
  /** Whether the server offers the stream, as far as it has been asked. */
  readonly listens: () => boolean | undefined;
  /** Resolves when it has answered, at once when it need not be asked. */
  readonly settled: () => Promise<unknown>;
  /** Resolves when the server says that it does not know the session any more. */
  readonly forgotten: Promise<void>;
}

/** Milliseconds before a stream that was there is asked for again: twice as many after each failure. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;

export function notificationStream(fetch: Fetch, known: boolean | undefined): NotificationStream {
  let listens = known;
  /** Whether a stream has been there, or an answer broke off that may have become one. */
  let isInterrupted = false;
  let answer: Promise<unknown> = Promise.resolve();
  let forget = () => {};
  const forgotten = new Promise<void>((done) => {
    forget = done;
  });

  /** The SDK gives up after two attempts, and then nothing is heard of a server that was away for some seconds. */
  const untilAnswered: Fetch = async (url, init) => {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      const response = await fetch(url, init).catch(() => undefined);
      init?.signal?.throwIfAborted();
      if (response && !(isInterrupted && response.status >= 500)) return response;
      isInterrupted = true;
      await response?.body?.cancel();
      await passed(pause);
      init?.signal?.throwIfAborted();
    }
  };
  const listen: Fetch = async (url, init) => {
    const response = await untilAnswered(url, init);
    // MCP 2025-11-25, "Session Management"; but servers without such a stream may say 404 as well.
    if (isInterrupted && response.status === 404) forget();
    listens = response.ok && /^text\/event-stream\b/.test(response.headers.get('content-type') ?? '');
    isInterrupted ||= listens;
    return response;
  };
  return {
    fetch: (url, init) => {
      // With an id the rest of another stream is meant, which belongs to a request.
      if (init?.method !== 'GET' || new Headers(init.headers).has('last-event-id')) return fetch(url, init);
      if (listens === false) return Promise.resolve(new Response(null, { status: 405 }));
      const response = listen(url, init);
      answer = response.catch(() => {});
      return response;
    },
    listens: () => listens,
    settled: () => answer,
    forgotten,
  };
}
