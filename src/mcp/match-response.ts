/** What a server answers in JSON belongs to the request that was posted, whatever else it says it is. */
import { Refusal } from '../refusal.ts';

type RequestId = string | number;

/** The same answer, whose JSON is that of `ownMessages`. */
export function withMatchingResponse(response: Response, id: RequestId, url: string): Response {
  const read = response.json.bind(response);
  response.json = async () => matchingMessages(await read(), id, url);
  return response;
}

/**
 * What was said, without answers to other requests. When its own is not there, it refuses `server-error`: whoever waits for
 * it would do so until the time limit.
 */
export function matchingMessages(said: unknown, id: RequestId, url: string): unknown {
  const messages = Array.isArray(said) ? said : [said];
  if (messages.every((message) => !isAnswer(message) || message.id === id)) return said;
  const own = messages.filter((message) => !isAnswer(message) || message.id === id);
  if (own.some(isAnswer)) return own;
  throw new Refusal('server-error', {
    what: `${new URL(url).host} answered another request than it was sent.`,
    hint: 'Tell the people who run the server.',
  });
}

function isAnswer(message: unknown): message is { readonly id?: unknown } {
  return typeof message === 'object' && message !== null && ('result' in message || 'error' in message);
}
