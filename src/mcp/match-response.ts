/**
 * A JSON response to a POST belongs to the posted request: responses to other requests are dropped. An error without an id
 * is one that the server could not tell the request of (JSON-RPC 2.0, section 5); only one was sent, so it is the answer to
 * that. A result must name its request.
 */
import { Refusal } from '../refusal.ts';

import { withoutNulls } from './without-nulls.ts';

type RequestId = string | number;

export interface PostedRequest {
  readonly id: RequestId;
  /** The address of the server, for messages. */
  readonly url: string;
}

/** The same response, whose `json` gives only the matching messages. */
export function withMatchingMessages(response: Response, request: PostedRequest): Response {
  const read = response.json.bind(response);
  response.json = async () => matchingMessages(await read(), request);
  return response;
}

/**
 * The messages without the responses to other requests.
 *
 * @throws Refusal server-error when the response to the request is missing: its caller would wait until the time limit
 */
export function matchingMessages(json: unknown, { id, url }: PostedRequest): unknown {
  const messages = (Array.isArray(json) ? json : [json]).map((message) => readMessage(message, id));
  if (messages.every((message) => !isResponse(message) || message.id === id)) {
    return Array.isArray(json) ? messages : messages[0];
  }
  const own = messages.filter((message) => !isResponse(message) || message.id === id);
  if (own.some(isResponse)) return own;
  throw new Refusal('server-error', {
    what: `${new URL(url).host} answered another request than it was sent.`,
    hint: 'Tell the people who run the server.',
  });
}

/** The message without what is null; an error that names no request gets the id of the request that was sent. */
export function readMessage(sent: unknown, id: RequestId): unknown {
  const message = withoutNulls(sent);
  if (!isResponse(message) || !('error' in message) || 'result' in message) return message;
  return message.id === undefined || message.id === null ? { ...message, id } : message;
}

function isResponse(message: unknown): message is { readonly id?: unknown } {
  return typeof message === 'object' && message !== null && ('result' in message || 'error' in message);
}
