/**
 * Answers of older servers that would end a handshake, though the session would work: to `server/discover`, which they do not
 * know, and to `notifications/initialized`, whose answer tells nothing. --verbose shows the status that came.
 */
import type { Fetch } from '../ports/index.ts';

const METHOD_NOT_FOUND = -32_601;

export function lenientFetch(fetch: Fetch): Fetch {
  return async (url, init) => {
    const asked = handshakeMessage(init);
    const response = await fetch(url, init);
    if (asked?.method === 'server/discover' && isNoAnswer(response.status)) {
      await response.body?.cancel();
      // `initialize` follows. A server that is away answers that with 5xx as well, which ends the attempt.
      const error = { code: METHOD_NOT_FOUND, message: `HTTP ${response.status}` };
      return Response.json({ jsonrpc: '2.0', id: asked.id, error });
    }
    if (asked?.method === 'notifications/initialized' && !response.ok) {
      await response.body?.cancel();
      return new Response(null, { status: 202 });
    }
    return response;
  };
}

const isNoAnswer = (status: number) => status >= 500 || status === 202 || status === 204;

/** The message that is posted, when it is one of the handshake; others are not parsed. */
function handshakeMessage(
  init: RequestInit | undefined,
): { readonly method?: string; readonly id?: unknown } | undefined {
  const { body } = init ?? {};
  if (typeof body !== 'string' || !/"method":"(?:server\/discover|notifications\/initialized)"/.test(body))
    return undefined;
  return JSON.parse(body);
}
