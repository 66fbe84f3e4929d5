/** Who may come in over HTTP: decided by Host, Origin and bearer token, before anything is read of the body. */
import { hostHeaderValidationResponse, originValidationResponse } from '@modelcontextprotocol/server';
import type { Secret } from '../secret.ts';

export type Door = (request: Request) => Promise<Response | undefined>;

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const EVERYWHERE = ['0.0.0.0', '::'];

/**
 * Gives the answer to whom does not come in. Host and Origin keep out web pages that had their own name resolved to
 * us (DNS rebinding); where the gateway listens everywhere, its names cannot be known and the token alone decides.
 */
export function createDoor(host: string, token: Secret): Door {
  const names = EVERYWHERE.includes(host) ? undefined : [...LOOPBACK, host.includes(':') ? `[${host}]` : host];
  const expected = `Bearer ${token.reveal()}`;
  return async (request) => {
    const refused = names && hostHeaderValidationResponse(request, names);
    const stranger = refused ?? originValidationResponse(request, names ?? LOOPBACK);
    if (stranger) return stranger;
    if (isSame(request.headers.get('authorization') ?? '', expected)) return undefined;
    return Response.json(
      {
        jsonrpc: '2.0',
        id: null,
        error: { code: -32_000, message: 'The token is shown by: mcpctl gateway --show-token' },
      },
      { status: 401, headers: { 'www-authenticate': 'Bearer realm="mcpctl gateway"' } },
    );
  };
}

/** Looks at every character of what is shown, so that the time it takes tells nothing of the token but its length. */
function isSame(shown: string, expected: string): boolean {
  let difference = shown.length ^ expected.length;
  for (let index = 0; index < shown.length; index++) {
    difference |= shown.charCodeAt(index) ^ expected.charCodeAt(index % expected.length);
  }
  return difference === 0;
}
