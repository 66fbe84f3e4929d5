/**
 * Without a public URL the server is for this machine alone. A web page may have its own name resolved to this machine (DNS
 * rebinding), so the header Host must be a name of loopback then. Behind a public URL the proxy decides.
 */
import { AUTHORITY } from '../gateway/authorize-request.ts';
import { isLoopback } from '../loopback.ts';
import type { RequestHead } from '../ports/index.ts';
import { RequestProblem } from './problem.ts';

export type CheckHost = (head: RequestHead) => void;

/** @param isLocal Whether there is no public URL. */
export function hostChecker(isLocal: boolean): CheckHost {
  return ({ header }) => {
    const host = header('host') ?? '';
    if (!isLocal || (AUTHORITY.test(host) && isLoopback(new URL(`http://${host}`)))) return;
    throw new RequestProblem({
      status: 403,
      code: 'host-refused',
      message: 'The header Host is no name of this machine.',
      why: 'The server has no public URL, so it is for this machine alone.',
      next: 'Use http://127.0.0.1, or start the server with --public-url.',
    });
  };
}
