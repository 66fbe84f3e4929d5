/** Reads an answer that is plain: JSON, or events that belong to no stream that could be resumed. */
import {
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  parseJSONRPCMessage,
  type RequestId,
} from '@modelcontextprotocol/client';
import { createParser } from 'eventsource-parser';
import { brokenOff } from '../interrupted-streams.ts';
import { matchingMessages } from '../match-response.ts';

export interface Reading {
  /** Of the request that is answered. */
  readonly id: RequestId;
  readonly url: string;
  /** Aborted with the session. */
  readonly signal: AbortSignal;
  /** Told of each message; of an error as the answer when there is none. */
  readonly deliver: (message: JSONRPCMessage) => void;
}

/** Gives back an answer that is not plain, unread. */
export async function readResponse(answer: Response, reading: Reading): Promise<Response | undefined> {
  const { id, url, deliver } = reading;
  const type = answer.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (answer.status !== 200) return answer;
  if (type === 'text/event-stream') return readEvents(answer, reading);
  if (type !== 'application/json') return answer;
  for (const message of [matchingMessages(await answer.json(), id, url)].flat()) deliver(messageOf(message));
  return undefined;
}

/** Characters before the first event. */
const LONGEST_START = 4096;

/** Gives back a stream that can be resumed: the first of its events has an id. */
async function readEvents(answer: Response, { id, url, signal, deliver }: Reading): Promise<Response | undefined> {
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
