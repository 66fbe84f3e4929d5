/** Reads a simple response: JSON, or an event stream that cannot be resumed. */
import {
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  parseJSONRPCMessage,
  type RequestId,
} from '@modelcontextprotocol/client';
import { createParser } from 'eventsource-parser';
import { interruptedResponse } from '../interrupted-streams.ts';
import { matchingMessages, readMessage } from '../match-response.ts';

export interface ResponseReader {
  /** The id of the request. */
  readonly id: RequestId;
  readonly url: string;
  /** Aborted when the session is closed. */
  readonly signal: AbortSignal;
  /** Whether the caller waits no longer: then nobody reads the rest of a stream. */
  readonly isGivenUp: () => boolean;
  /** Called with each message, and with an error response when a stream ends without a response. */
  readonly deliver: (message: JSONRPCMessage) => void;
}

/** Returns a response that is not simple, as if nobody had read it. */
export async function readResponse(response: Response, reader: ResponseReader): Promise<Response | undefined> {
  const { id, url, deliver } = reader;
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (response.status !== 200) return response;
  if (type === 'text/event-stream') return readEvents(response, reader);
  if (type !== 'application/json') return response;
  for (const message of [matchingMessages(await response.json(), { id, url })].flat()) deliver(messageOf(message));
  return undefined;
}

/** How many characters may come before the first event of a stream. */
const LONGEST_START = 4096;

/** Returns a stream that can be resumed, which shows in an id of its first event. */
async function readEvents(
  response: Response,
  { id, url, signal, isGivenUp, deliver }: ResponseReader,
): Promise<Response | undefined> {
  const body = response.body?.getReader();
  if (body === undefined) return response;
  let isAnswered = false;
  let cause: unknown;
  const parser = createParser({
    onEvent({ event = 'message', data }) {
      const message = event === 'message' ? messageIn(data, id) : undefined;
      if (message === undefined) return;
      if ('id' in message && message.id === id && !('method' in message)) isAnswered = true;
      deliver(message);
    },
  });
  const decoder = new TextDecoder();
  const chunks: Uint8Array[] = [];
  let start = '';
  let isSimple = false;
  try {
    for (let part = await body.read(); !part.done; part = await body.read()) {
      const text = decoder.decode(part.value, { stream: true });
      if (!isSimple) {
        chunks.push(part.value);
        start += text;
        if (/^id:/m.test(start)) return unreadResponse(response, chunks, body);
        isSimple = /^data:/m.test(start) || start.length > LONGEST_START;
        if (isSimple) chunks.length = 0;
      }
      parser.feed(text);
      if (isGivenUp()) return void body.cancel().catch(() => {});
    }
  } catch (thrown) {
    cause = thrown;
  }
  if (!isAnswered && !signal.aborted) deliver(interruptedResponse(id, cause, url));
  return undefined;
}

/** The same response, whose body begins with the chunks that were read. */
function unreadResponse(
  { status, headers }: Response,
  chunks: readonly Uint8Array[],
  rest: ReadableStreamDefaultReader<Uint8Array>,
): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
    },
    async pull(controller) {
      const { done, value } = await rest.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => rest.cancel(reason),
  });
  return new Response(body, { status, headers });
}

/** Undefined for an event that holds no message, which the SDK skips as well. */
function messageIn(data: string, id: RequestId): JSONRPCMessage | undefined {
  try {
    return messageOf(readMessage(JSON.parse(data), id));
  } catch {
    return undefined;
  }
}

/**
 * Nearly all messages are results, and checking for a result alone is faster.
 *
 * @throws when the value is no JSON-RPC message
 */
function messageOf(value: unknown): JSONRPCMessage {
  return isJSONRPCResultResponse(value) ? value : parseJSONRPCMessage(value);
}
