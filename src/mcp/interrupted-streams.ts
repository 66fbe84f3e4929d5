/**
 * What breaks an event stream does not come out of the SDK: a request whose stream ended without an answer waits
 * for its time limit, and a stream that we refused is opened again. Here such a request ends at once, with its cause.
 */
import type { JSONRPCErrorResponse, JSONRPCMessage, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { Fetch } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { withMatchingResponse } from './match-response.ts';

export interface StreamWatch {
  /** What the transport is to fetch with. */
  readonly fetch: Fetch;
  /** To be called before the transport sends anything. */
  attach(transport: StreamableHTTPClientTransport): void;
  /** Rejects with the first refusal of a stream. */
  readonly refused: Promise<never>;
}

type RequestId = string | number;
/** "Connection closed", as the SDK numbers it. */
const CONNECTION_CLOSED = -32_000;

export function watchStreams(fetch: Fetch, url: string): StreamWatch {
  /** What the streams that answer a request have broken off with so far. */
  const open = new Map<RequestId, unknown>();
  let deliver = (_message: JSONRPCMessage) => {};
  let refusal: Refusal | undefined;
  let reject = (_refusal: Refusal) => {};
  const refused = new Promise<never>((_, refuse) => {
    reject = refuse;
  });
  refused.catch(() => {});

  const end = (id: RequestId, cause = open.get(id)) => {
    if (open.delete(id)) deliver(brokenOff(id, cause, url));
  };

  const broken = (thrown: unknown, id: RequestId | undefined, signal: AbortSignal | null | undefined) => {
    if (signal?.aborted) {
      if (id !== undefined) open.delete(id);
    } else if (thrown instanceof Refusal) {
      refusal = thrown;
      reject(thrown);
      // A stream that answers no request of its own may carry the rest of any.
      for (const each of id === undefined ? [...open.keys()] : [id]) end(each, thrown);
    } else if (id !== undefined) open.set(id, thrown);
  };

  return {
    refused,
    async fetch(to, init) {
      // Who has sent too much gets no second chance to go on with it.
      if (refusal && new Headers(init?.headers).has('last-event-id')) throw refusal;
      const response = await fetch(to, init);
      const id = requestId(init);
      if (!response.headers.get('content-type')?.includes('text/event-stream')) {
        return id === undefined || !response.ok ? response : withMatchingResponse(response, id, url);
      }
      if (id !== undefined) open.set(id, undefined);
      return withEnd(response, (thrown) => broken(thrown, id, init?.signal));
    },
    attach(transport) {
      const send = transport.send.bind(transport);
      transport.send = (message, options) => {
        if (!('id' in message) || !('method' in message)) return send(message, options);
        const onRequestStreamEnd = () => {
          options?.onRequestStreamEnd?.();
          end(message.id);
        };
        return send(message, { ...options, onRequestStreamEnd });
      };
      deliver = (message) => transport.onmessage?.(message);
    },
  };
}

/** What ends a request whose answer has broken off. */
export function brokenOff(id: RequestId, cause: unknown, url: string): JSONRPCErrorResponse {
  const data = { cause: asRefusal(cause, url) };
  return { jsonrpc: '2.0', id, error: { code: CONNECTION_CLOSED, message: 'The answer broke off.', data } };
}

/** The id of the request that is posted; a stream that is only listened to has none. */
function requestId(init: RequestInit | undefined): RequestId | undefined {
  if (init?.method !== 'POST') return undefined;
  return (JSON.parse(String(init.body)) as { id?: RequestId }).id;
}

/** The same answer, which tells what its body breaks off with. */
function withEnd(response: Response, broken: (thrown: unknown) => void): Response {
  const reader = response.body?.getReader();
  if (reader === undefined) return response;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (thrown) {
        broken(thrown);
        controller.error(thrown);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}

function asRefusal(cause: unknown, url: string): Refusal {
  if (cause instanceof Refusal) return cause;
  return new Refusal('server-unreachable', {
    what: `${new URL(url).host} broke off in the middle of its answer.`,
    hint: 'Try again; whether it has done what was asked is not known.',
    cause,
  });
}
