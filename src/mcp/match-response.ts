/** A JSON response to a POST belongs to the posted request: responses to other requests are dropped. */
import { Refusal } from '../refusal.ts';

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
  const messages = Array.isArray(json) ? json : [json];
  if (messages.every((message) => !isResponse(message) || message.id === id)) return json;
  const own = messages.filter((message) => !isResponse(message) || message.id === id);
  if (own.some(isResponse)) return own;
  throw new Refusal('server-error', {
    what: `${new URL(url).host} answered another request than it was sent.`,
    hint: 'Tell the people who run the server.',
  });
}

function isResponse(message: unknown): message is { readonly id?: unknown } {
  return typeof message === 'object' && message !== null && ('result' in message || 'error' in message);
}
