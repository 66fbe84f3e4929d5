/** Who may come in over HTTP: decided by Host, Origin and bearer token, before any of the body is read. */

import { validateHostHeader, validateOriginHeader } from '@modelcontextprotocol/server';
import { type HintText, hint } from '../next-step.ts';
import type { RequestHeaders } from '../ports/index.ts';
import type { Secret } from '../secret.ts';

/** Gives the answer to whom does not come in. */
export type RequestGuard = (headers: RequestHeaders) => Response | undefined;

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const EVERYWHERE = ['0.0.0.0', '::'];
/** A host and perhaps a port (RFC 9110, section 7.2). A URL parser would find a host in much more. */
const AUTHORITY = /^(?:[a-z\d.-]+|\[[a-f\d:.]+\])(?::\d{1,5})?$/i;
const SCHEME = /^[a-z][a-z\d+.-]*:\/\//i;

/**
 * Host and Origin keep out web pages that had their own name resolved to us (DNS rebinding); where the gateway listens
 * everywhere, its names cannot be known and the token alone decides.
 */
export function createRequestGuard(host: string, token: Secret, text: HintText): RequestGuard {
  const names = EVERYWHERE.includes(host) ? undefined : [...LOOPBACK, host.includes(':') ? `[${host}]` : host];
  const unauthorized = text(hint`The token is shown by: ${{ do: 'run', words: ['gateway', '--show-token'] }}`);
  const expected = `Bearer ${token.reveal()}`;
  return (headers) => {
    const host = AUTHORITY.test(headers.host ?? '') ? headers.host : undefined;
    const called = names ? validateHostHeader(host, names) : { ok: true as const };
    if (!called.ok) return refusal(403, called.message);
    const origin = headers.origin === undefined || isOrigin(headers.origin) ? headers.origin : 'null';
    const sent = validateOriginHeader(origin, names ?? LOOPBACK);
    if (!sent.ok) return refusal(403, sent.message);
    // The name of a scheme has no case (RFC 9110, section 11.1).
    const shown = (headers.authorization ?? '').replace(/^bearer /i, 'Bearer ');
    if (isSame(shown, expected)) return undefined;
    const challenge = { 'www-authenticate': 'Bearer realm="mcpctl gateway"' };
    return refusal(401, unauthorized, challenge);
  };
}

/** A scheme and an authority (RFC 6454, section 6.2), and nothing besides. */
function isOrigin(text: string): boolean {
  const [scheme] = SCHEME.exec(text) ?? [];
  return scheme !== undefined && AUTHORITY.test(text.slice(scheme.length));
}

function refusal(status: number, message: string, headers?: Readonly<Record<string, string>>): Response {
  return Response.json({ jsonrpc: '2.0', id: null, error: { code: -32_000, message } }, { status, headers });
}

/** Looks at every character of what is shown, so that the time it takes tells nothing of the token but its length. */
function isSame(shown: string, expected: string): boolean {
  let difference = shown.length ^ expected.length;
  for (let index = 0; index < shown.length; index++) {
    difference |= shown.charCodeAt(index) ^ expected.charCodeAt(index % expected.length);
  }
  return difference === 0;
}
