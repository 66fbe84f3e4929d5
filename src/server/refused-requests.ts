/** What is said to requests that the listener refuses by itself: what is no HTTP, or comes when the server stops. Pure. */
import type { RefusedStatus } from '../ports/index.ts';
import { type Problem, RequestProblem } from './problem.ts';

type Said = Omit<Problem, 'status'>;

const WORDS: Readonly<Record<RefusedStatus, Said>> = {
  400: {
    code: 'input-invalid',
    message: 'This is no HTTP request that a server could answer.',
    why: 'Its first line or its headers are not as HTTP has them (RFC 9112), or it has no header Host.',
    next: 'Send it with an HTTP client.',
  },
  405: {
    code: 'method-not-allowed',
    message: 'This method is not allowed anywhere here.',
    next: 'See /openapi.json for the methods of each address.',
  },
  408: {
    code: 'request-timeout',
    message: 'The request took too long to arrive.',
    next: 'Send it again.',
  },
  431: {
    code: 'headers-too-large',
    message: 'The headers of the request, or its address, are too long.',
    why: 'Together they may have 16 KiB.',
    next: 'Send less in the address and in the headers.',
  },
  500: {
    code: 'bug',
    message: 'mcpctl failed in a way it should not.',
    next: 'Please report it, and what you have sent.',
  },
  503: {
    code: 'stopping',
    message: 'The server is being stopped.',
    next: 'Send the request again in a few seconds.',
    headers: { 'retry-after': '5' },
  },
};

export function refusedRequest(status: RefusedStatus): RequestProblem {
  return new RequestProblem({ status, ...WORDS[status] });
}
