/**
 * Requests to a server of 2025 whose answers are plain: JSON, or events that belong to no stream that could be resumed. For
 * these the transport of the SDK does more work than all the rest of a call. Every other answer, and every other message, is
 * left to it; it takes such an answer as if it had asked for it.
 */
import {
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  type JSONRPCRequest,
  parseJSONRPCMessage,
  type StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { createParser } from 'eventsource-parser';
import type { Fetch } from '../ports.ts';
import { brokenOff } from './broken-streams.ts';
import { ownMessages } from './own-answer.ts';
import type { Follow } from './passing.ts';

export interface PlainExchanges {
  /** What the transport is to fetch with. */
  readonly fetch: Fetch;
  /** To be called when the session is open, and is one of 2025. */
  attach(transport: StreamableHTTPClientTransport): void;
  /** Begins a request, of which `follow` does whatever has to be read before its answer. */
  begin<R>(work: () => Promise<R>, follow: Follow | undefined): Promise<R>;
}

export function plainExchanges(fetch: Fetch, url: string): PlainExchanges {
  /** Answers that the transport shall take, by the text of their requests. */
  const leftToIt = new Map<unknown, Response>();
  let isAttached = false;
  /** Of the request that is being begun: the SDK sends it before it first waits for anything. */
  let follow: Follow = alone;
  return {
    begin(work, given = alone) {
      if (!isAttached) return given(work);
      follow = given;
      try {
        return work();
      } finally {
        follow = alone;
      }
    },
    async fetch(to, init) {
      const response = leftToIt.get(init?.body);
      leftToIt.delete(init?.body);
      return response ?? fetch(to, init);
    },
    attach(transport) {
      isAttached = true;
      const over = new AbortController();
      const { onclose } = transport;
      transport.onclose = () => {
        over.abort();
        onclose?.();
      };
      const deliver = (message: JSONRPCMessage) => transport.onmessage?.(message);
      const send = transport.send.bind(transport);
      transport.send = async (message, options) => {
        if (!isRequest(message) || options?.headers || options?.resumptionToken) return send(message, options);
        const following = follow;
        const body = JSON.stringify(message);
        const init = { method: 'POST', headers: headersOf(transport), body, signal: over.signal };
        const answer = await fetch(url, init);
        const left = await take(answer, { id: message.id, url, signal: over.signal, deliver, following });
        if (left === undefined) return;
        leftToIt.set(body, left);
        await following(() => send(message, options)).finally(() => leftToIt.delete(body));
      };
    },
  };
}

interface Request {
  readonly id: JSONRPCRequest['id'];
  readonly url: string;
  /** Aborted with the session. */
  readonly signal: AbortSignal;
  readonly deliver: (message: JSONRPCMessage) => void;
  readonly following: Follow;
}

const alone: Follow = (work) => work();

/** Gives back an answer that is not plain. */
async function take(answer: Response, request: Request): Promise<Response | undefined> {
  const { id, url, deliver, following } = request;
  const type = answer.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (answer.status !== 200) return answer;
  if (type === 'text/event-stream') return following(() => takeEvents(answer, request));
  if (type !== 'application/json') return answer;
  const said = ownMessages(await answer.json(), id, url);
  const deliverAll = async () => {
    for (const message of [said].flat()) deliver(messageOf(message));
  };
  await (Array.isArray(said) ? following(deliverAll) : deliverAll());
  return undefined;
}

/** Characters before the first event. */
const LONGEST_START = 4096;

/** Gives back a stream that can be resumed: the first of its events has an id. */
async function takeEvents(answer: Response, { id, url, signal, deliver }: Request): Promise<Response | undefined> {
  const reader = answer.body?.getReader();
  if (reader === undefined) return answer;
  let isAnswered = false;
  let cause: unknown;
  const parser = createParser({
    onEvent({ event = 'message', data }) {
      const message = event === 'message' ? messageIn(data) : undefined;
      if (message === undefined) return;
      if ('id' in message && message.id === id && !('method' in message)) isAnswered = true;
      deliver(message);
    },
  });
  const decoder = new TextDecoder();
  const begun: Uint8Array[] = [];
  let start = '';
  let isPlain = false;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const text = decoder.decode(part.value, { stream: true });
      if (!isPlain) {
        begun.push(part.value);
        start += text;
        if (/^id:/m.test(start)) return continued(answer, begun, reader);
        isPlain = /^data:/m.test(start) || start.length > LONGEST_START;
        if (isPlain) begun.length = 0;
      }
      parser.feed(text);
    }
  } catch (thrown) {
    cause = thrown;
  }
  if (!isAnswered && !signal.aborted) deliver(brokenOff(id, cause, url));
  return undefined;
}

/** The same answer, with what was read of it. */
function continued(
  { status, headers }: Response,
  begun: readonly Uint8Array[],
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of begun) controller.enqueue(chunk);
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return new Response(body, { status, headers });
}

/** Undefined when it is none, as the SDK has it: the next one may be. */
function messageIn(data: string): JSONRPCMessage | undefined {
  try {
    return messageOf(JSON.parse(data));
  } catch {
    return undefined;
  }
}

/** Throws for what is no message. Nearly all are results, and to look for one alone is quicker. */
function messageOf(said: unknown): JSONRPCMessage {
  return isJSONRPCResultResponse(said) ? said : parseJSONRPCMessage(said);
}

function isRequest(message: JSONRPCMessage | JSONRPCMessage[]): message is JSONRPCRequest {
  return 'method' in message && 'id' in message;
}

function headersOf({ sessionId, protocolVersion }: StreamableHTTPClientTransport): Record<string, string> {
  return {
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    ...(sessionId !== undefined && { 'mcp-session-id': sessionId }),
    ...(protocolVersion !== undefined && { 'mcp-protocol-version': protocolVersion }),
  };
}
