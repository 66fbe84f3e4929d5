/**
 * Clients that take whatever comes (no `Accept`, or a wildcard in it) and do not name event streams. The SDK refuses them with
 * 406, because MCP wants both types named; here they get JSON.
 */
import { createParser } from 'eventsource-parser';

const EVENTS = 'text/event-stream';
const BOTH = `application/json, ${EVENTS}`;

/** Whether a post must be answered with JSON although its client does not say what it takes. */
export function wantsAnything({ method, headers }: Request): boolean {
  const accepted = headers.get('accept')?.toLowerCase() ?? '*/*';
  return method === 'POST' && !accepted.includes(EVENTS) && /(?:\*|application)\/\*/.test(accepted);
}

/** Answers the request as if its client took both types, and turns an event stream into the message that ends it. */
export async function answerWithJson(
  request: Request,
  answer: (request: Request) => Promise<Response>,
): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set('accept', BOTH);
  const response = await answer(new Request(request, { headers }));
  if (!response.headers.get('content-type')?.startsWith(EVENTS)) return response;
  const message = lastResponse(await response.text());
  const kept = new Headers(response.headers);
  kept.set('content-type', 'application/json');
  return new Response(message, { status: message === undefined ? 202 : response.status, headers: kept });
}

/** The text of the response in a stream. What came before it, such as progress, has no place in JSON. */
function lastResponse(events: string): string | undefined {
  let found: string | undefined;
  const parser = createParser({
    onEvent({ data }) {
      if (/"(?:result|error)"/.test(data) && !('method' in JSON.parse(data))) found = data;
    },
  });
  parser.feed(events);
  return found;
}
