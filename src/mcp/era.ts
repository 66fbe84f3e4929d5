/**
 * What may be known of a server before it is asked: its era (MCP 2026-07-28, "Protocol version negotiation"), so that
 * no probe is needed to find it out again.
 */
import type { PriorDiscovery } from '@modelcontextprotocol/client';
import type { Fetch } from '../ports.ts';
import type { Refusal } from '../refusal.ts';

export type Era =
  | Extract<PriorDiscovery, { kind: 'modern' }>
  /** `listens`: whether it offers a stream for what belongs to no request; unset when nobody has asked. */
  | { readonly kind: 'legacy'; readonly listens?: boolean };

/**
 * Whether a refusal speaks against what was known of a server. A 401, a 403 and a 5xx are no evidence of age, nor is
 * silence, nor what never reached the server.
 */
export function contradicts(refusal: Refusal): boolean {
  if (refusal.code !== 'server-error') return false;
  const { status } = refusal.details;
  return typeof status !== 'number' || (status < 500 && status !== 401 && status !== 403);
}

export interface Listening {
  readonly fetch: Fetch;
  /** Whether the server offers the stream, as far as it has been asked. */
  readonly listens: () => boolean | undefined;
  /** Resolves when it has answered, at once when it need not be asked. */
  readonly settled: () => Promise<unknown>;
}

/**
 * The stream on which a server before 2026-07-28 sends what belongs to no request (Streamable HTTP, "Listening for
 * Messages from the Server"): a server that is known to have none is not asked for it.
 */
export function listening(fetch: Fetch, known: boolean | undefined): Listening {
  let listens = known;
  let answer: Promise<unknown> = Promise.resolve();
  return {
    fetch: (url, init) => {
      // With an id the rest of another stream is meant, which belongs to a request.
      if (init?.method !== 'GET' || new Headers(init.headers).has('last-event-id')) return fetch(url, init);
      if (listens === false) return Promise.resolve(new Response(null, { status: 405 }));
      const response = fetch(url, init);
      answer = response.then(
        ({ ok, headers }) => {
          listens = ok && /^text\/event-stream\b/.test(headers.get('content-type') ?? '');
        },
        () => {},
      );
      return response;
    },
    listens: () => listens,
    settled: () => answer,
  };
}
