/**
 * The SDK does not report why an event stream breaks: a request whose stream ends without a response waits for its time
 * limit, and a stream that we refused is opened again. Here such a request ends at once, with the cause.
 */
import type { JSONRPCErrorResponse, JSONRPCMessage, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { Fetch } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { withMatchingMessages } from './match-response.ts';
import { withReadableEvents } from './readable-events.ts';

export interface StreamWatch {
  /** Fetches for the transport of the SDK. */
  readonly fetch: Fetch;
  /** Must be called before the transport sends anything. */
  attach(transport: StreamableHTTPClientTransport): void;
  /** Rejects with the first refusal of a stream. */
  readonly refused: Promise<never>;
}

type RequestId = string | number;
/** The number that the SDK gives to "Connection closed". */
const CONNECTION_CLOSED = -32_000;

export function watchStreams(fetch: Fetch, url: string): StreamWatch {
  /** The requests whose response is a stream that is open, and what has interrupted it so far. */
  const open = new Map<RequestId, unknown>();
  let deliver = (_message: JSONRPCMessage) => {};
  let refusal: Refusal | undefined;
  let reject = (_refusal: Refusal) => {};
  const refused = new Promise<never>((_, refuse) => {
    reject = refuse;
  });
  refused.catch(() => {});

  const endRequest = (id: RequestId, cause = open.get(id)) => {
    if (open.delete(id)) deliver(interruptedResponse(id, cause, url));
  };

  const onInterrupted = (thrown: unknown, id: RequestId | undefined, signal: AbortSignal | null | undefined) => {
    if (signal?.aborted) {
      if (id !== undefined) open.delete(id);
    } else if (thrown instanceof Refusal) {
      refusal = thrown;
      reject(thrown);
      // A stream that no request has asked for may carry the rest of any response.
      for (const each of id === undefined ? [...open.keys()] : [id]) endRequest(each, thrown);
    } else if (id !== undefined) open.set(id, thrown);
  };

  return {
    refused,
    async fetch(to, init) {
      // A server whose stream was refused, because it sent too much, cannot resume it.
      if (refusal && new Headers(init?.headers).has('last-event-id')) throw refusal;
      const response = await fetch(to, init);
      const id = requestId(init);
      if (!response.headers.get('content-type')?.includes('text/event-stream')) {
        return id === undefined || !response.ok ? response : withMatchingMessages(response, { id, url });
      }
      const observed = observedBody(response, (thrown) => onInterrupted(thrown, id, init?.signal));
      if (id === undefined) return observed;
      open.set(id, undefined);
      return withReadableEvents(observed, id);
    },
    attach(transport) {
      const send = transport.send.bind(transport);
      transport.send = (message, options) => {
        if (!('id' in message) || !('method' in message)) return send(message, options);
        const onRequestStreamEnd = () => {
          options?.onRequestStreamEnd?.();
          endRequest(message.id);
        };
        return send(message, { ...options, onRequestStreamEnd });
      };
      deliver = (message) => transport.onmessage?.(message);
    },
  };
}

/** The error response for a request whose response has broken off. */
export function interruptedResponse(id: RequestId, cause: unknown, url: string): JSONRPCErrorResponse {
  const data = { cause: asRefusal(cause, url) };
  return { jsonrpc: '2.0', id, error: { code: CONNECTION_CLOSED, message: 'The answer broke off.', data } };
}

/** The id of the request that is posted; undefined for a stream that only listens. */
function requestId(init: RequestInit | undefined): RequestId | undefined {
  if (init?.method !== 'POST') return undefined;
  return (JSON.parse(String(init.body)) as { id?: RequestId }).id;
}

/** The same response; `onInterrupted` gets the error that ends its body. */
function observedBody(response: Response, onInterrupted: (thrown: unknown) => void): Response {
  const reader = response.body?.getReader();
  if (reader === undefined) return response;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (thrown) {
        onInterrupted(thrown);
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
