/** The secret that a request shows. Never from the URL, a body or a cookie: those end in logs, or go along with any request. */
import type { RequestHead } from '../ports/index.ts';
import { Secret } from '../secret.ts';
import { RequestProblem } from './problem.ts';

/** @throws RequestProblem 401 */
export function bearerIn({ header }: Pick<RequestHead, 'header'>): Secret {
  // The name of a scheme is case-insensitive (RFC 9110, section 11.1).
  const [, token] = /^bearer +(\S{1,512})$/i.exec(header('authorization') ?? '') ?? [];
  if (token !== undefined) return new Secret(token);
  throw new RequestProblem({
    status: 401,
    code: 'unauthenticated',
    message: 'The request has no API key and no token.',
    why: 'Its header Authorization is missing, or has another scheme than Bearer.',
    next: 'Send the header Authorization: Bearer KEY.',
    headers: { 'www-authenticate': 'Bearer realm="mcpctl"' },
  });
}
