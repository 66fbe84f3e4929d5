/**
 * The stream on which a server before 2026-07-28 sends messages that belong to no request (Streamable HTTP, "Listening for
 * Messages from the Server"). A server that is known to offer no such stream is not asked for it.
 */
import type { Clock, Fetch } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { isAboutSession } from './lost-session.ts';

export interface NotificationStream {
  /** Fetches for the transport of the SDK. */
  readonly fetch: Fetch;
  /** Whether the server offers the stream; undefined until it has answered. */
  readonly isOffered: () => boolean | undefined;
  /** Resolves when the server has answered, and at once when it need not be asked. */
  readonly answered: () => Promise<unknown>;
  /** Resolves when the server says that it no longer knows the session. */
  readonly terminated: Promise<void>;
}

export interface NotificationStreamOptions {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** What is known from an earlier session. */
  readonly isOffered: boolean | undefined;
}

/** How long to wait before a dropped stream is asked for again, in milliseconds: twice as long after each failure. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;

export function notificationStream({ fetch, clock, ...known }: NotificationStreamOptions): NotificationStream {
  let { isOffered } = known;
  /** Whether a stream has been open, or a response broke off that could have become one. */
  let wasInterrupted = false;
  let answer: Promise<unknown> = Promise.resolve();
  let terminate = () => {};
  const terminated = new Promise<void>((resolve) => {
    terminate = resolve;
  });

  /** The SDK stops after two attempts, so a server that is away for some seconds could not notify us any more. */
  const fetchUntilAnswered: Fetch = async (url, init) => {
    const signal = init?.signal ?? undefined;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      const response = await fetch(url, init).catch(refusedOrAway);
      signal?.throwIfAborted();
      if (response && !(wasInterrupted && response.status >= 500)) return response;
      wasInterrupted = true;
      await response?.body?.cancel();
      await clock.sleep(pause, signal);
    }
  };
  const openStream: Fetch = async (url, init) => {
    const response = await fetchUntilAnswered(url, init);
    // A server without such a stream may answer 404 as well.
    if (wasInterrupted && !response.ok && isAboutSession(response.status, await response.text())) terminate();
    isOffered = response.ok && /^text\/event-stream\b/.test(response.headers.get('content-type') ?? '');
    wasInterrupted ||= isOffered;
    // The body of a refusal may have been read, and the SDK needs only its status.
    return response.ok ? response : new Response(null, { status: response.status });
  };
  return {
    fetch: (url, init) => {
      // A GET with an event id asks for the rest of another stream, which belongs to a request.
      if (init?.method !== 'GET' || new Headers(init.headers).has('last-event-id')) return fetch(url, init);
      if (isOffered === false) return Promise.resolve(new Response(null, { status: 405 }));
      const response = openStream(url, init);
      answer = response.catch(() => {});
      return response;
    },
    isOffered: () => isOffered,
    answered: () => answer,
    terminated,
  };
}

/** A challenge that became a refusal is an answer: the session works without the stream. Others may pass. */
function refusedOrAway(thrown: unknown): Response | undefined {
  const isChallenge =
    thrown instanceof Refusal && thrown.details.challenge !== undefined && thrown.details.status === 401;
  return isChallenge ? new Response(null, { status: 401 }) : undefined;
}
