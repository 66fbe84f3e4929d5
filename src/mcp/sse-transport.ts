/**
 * The client's side of HTTP+SSE, the only transport of MCP 2024-11-05: one stream for everything that the server sends, and an
 * address, which the stream names first, for everything that the client sends. The transport of the SDK opens a stream that
 * broke off again, and then the server knows nothing of the session; here the end of the stream ends the session.
 *
 * @see https://modelcontextprotocol.io/specification/2024-11-05/basic/transports#http-with-sse
 */
import { type JSONRPCMessage, SdkErrorCode, SdkHttpError, type Transport } from '@modelcontextprotocol/client';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { Clock, Fetch } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { deferred } from './deferred.ts';
import { interruptedResponse } from './interrupted-streams.ts';
import { sessionEnded } from './lost-session.ts';
import { requestTimeout } from './request-deadline.ts';
import { endpointIn, messagesIn, noEndpoint } from './sse-events.ts';

export interface SseTransport extends Transport {
  /** Rejects with the first refusal of the stream: it carries too much, say. */
  readonly refused: Promise<never>;
  /** Resolves when the server has ended the stream, and the session with it. */
  readonly terminated: Promise<void>;
  /** Whether the server has named the address for messages. */
  readonly isOpen: () => boolean;
}

export interface SseTransportOptions {
  readonly fetch: Fetch;
  readonly url: string;
  readonly clock: Clock;
  /** How long the server may take to name the address for messages, in milliseconds. */
  readonly timeout: number;
}

/** `start` rejects with an `SdkHttpError` when the address serves no event stream. */
export function sseTransport({ fetch, url, clock, timeout }: SseTransportOptions): SseTransport {
  const closed = new AbortController();
  const { signal } = closed;
  const refused = deferred<never>();
  const terminated = deferred<void>();
  /** The requests that have no response yet. */
  const pending = new Set<string | number>();
  let endpoint: URL | undefined;
  let version: string | undefined;
  let isOver = false;

  const deliver = (message: JSONRPCMessage) => {
    if (!('method' in message) && message.id !== undefined) pending.delete(message.id);
    transport.onmessage?.(message);
  };
  const finish = (cause: unknown) => {
    if (isOver || signal.aborted) return;
    isOver = true;
    if (cause instanceof Refusal) refused.reject(cause);
    // The client would only say that the connection closed.
    for (const id of pending) transport.onmessage?.(interruptedResponse(id, cause, url));
    pending.clear();
    terminated.resolve();
  };
  /** Rejects when the stream ends before it has named the address. */
  const openStream = async (): Promise<void> => {
    const response = await fetch(url, { method: 'GET', headers: { accept: 'text/event-stream' }, signal });
    if (!response.ok) throw await httpError(response);
    const body = isEventStream(response) ? response.body?.getReader() : undefined;
    if (body === undefined) throw noEndpoint(url);
    const named = deferred<void>();
    const onEvent = async (event: EventSourceMessage) => {
      if (endpoint === undefined) {
        endpoint = endpointIn(event, url);
        return named.resolve();
      }
      for (const message of messagesIn(event, pending)) {
        deliver(message);
        await handled();
      }
    };
    const over = (cause?: unknown) => {
      named.reject(cause ?? noEndpoint(url));
      finish(cause);
    };
    void readEvents(body, onEvent).then(over, (thrown) => {
      void body.cancel().catch(() => {});
      over(thrown);
    });
    await named.promise;
  };

  const transport: SseTransport = {
    refused: refused.promise,
    terminated: terminated.promise,
    isOpen: () => endpoint !== undefined,
    async start() {
      const late = deferred<never>();
      const timer = clock.timer(timeout, () => late.reject(requestTimeout(timeout)));
      await Promise.race([openStream(), late.promise]).finally(timer.stop);
    },
    async send(message) {
      if (endpoint === undefined || isOver) throw sessionEnded(url);
      const id = 'id' in message && 'method' in message ? message.id : undefined;
      if (id !== undefined) pending.add(id);
      const headers = {
        'content-type': 'application/json',
        ...(version !== undefined && { 'mcp-protocol-version': version }),
      };
      const response = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(message), signal });
      if (response.ok) return void (await response.text());
      if (id !== undefined) pending.delete(id);
      throw await httpError(response);
    },
    async close() {
      closed.abort();
      transport.onclose?.();
    },
    setProtocolVersion(negotiated) {
      version = negotiated;
    },
  };
  return transport;
}

async function readEvents(
  body: ReadableStreamDefaultReader<Uint8Array>,
  onEvent: (event: EventSourceMessage) => Promise<void>,
): Promise<void> {
  const decoder = new TextDecoder();
  let events: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => void events.push(event) });
  for (let part = await body.read(); !part.done; part = await body.read()) {
    parser.feed(decoder.decode(part.value, { stream: true }));
    const complete = events;
    events = [];
    for (const event of complete) await onEvent(event);
  }
}

/** The SDK handles a notification some microtasks after it was delivered, and drops progress that comes after its response. */
async function handled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await undefined;
}

const isEventStream = ({ headers }: Response) => /^text\/event-stream\b/i.test(headers.get('content-type') ?? '');

async function httpError(response: Response): Promise<SdkHttpError> {
  const { status, statusText } = response;
  const text = await response.text();
  const code = SdkErrorCode.ClientHttpFailedToOpenStream;
  return new SdkHttpError(code, `HTTP ${status}`, { status, statusText, text });
}
