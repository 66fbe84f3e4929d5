/**
 * Reads the event stream that answers a request no faster than the client reads that made the request. A server could fill the
 * memory with what waits for a client that reads nothing.
 */
import type { Fetch } from '../ports/index.ts';
import type { ClientChannel } from './forwarded-request.ts';

/** `currentClient` tells the client whose request is being sent. */
export function waitingForClients(fetch: Fetch, currentClient: () => ClientChannel | undefined): Fetch {
  return async (url, init) => {
    const client = init?.method === 'POST' ? currentClient() : undefined;
    const response = await fetch(url, init);
    const isStream = response.headers.get('content-type')?.includes('text/event-stream') ?? false;
    return client?.caughtUp && isStream ? waitingFor(client, response) : response;
  };
}

function waitingFor(client: ClientChannel, response: Response): Response {
  const reader = response.body?.getReader();
  if (reader === undefined) return response;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        await client.caughtUp?.();
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}
