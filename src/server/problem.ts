/** The only place where a thrown value becomes a status and a body. Every error of every route has the same shape. */
import { type HintText, nextStepOf } from '../next-step.ts';
import { printable } from '../printable.ts';
import { Refusal, type RefusalCode } from '../refusal.ts';
import type { RequestCode } from './request-codes.ts';

export interface Problem {
  readonly status: number;
  readonly code: RefusalCode | RequestCode;
  readonly message: string;
  readonly why?: string;
  readonly next?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly BodyFault[];
  readonly headers?: Readonly<Record<string, string>>;
}

export interface BodyFault {
  readonly message: string;
  /** A JSON pointer (RFC 6901) into the body. */
  readonly pointer?: string;
}

/** What is wrong with a request before any operation has looked at it. */
export class RequestProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** The statuses of refusals. Whatever another party refuses is 424, and the state that cannot be used is 503. */
const STATUS: Readonly<Partial<Record<RefusalCode, number>>> = {
  unauthenticated: 401,
  ...statuses(403, ['right-missing', 'origin-refused']),
  ...statuses(404, ['not-found', 'target-unknown', 'agent-unknown', 'app-unknown', 'tool-unknown', 'link-used']),
  ...statuses(409, [
    ...(['name-taken', 'server-name-taken', 'agent-name-taken', 'provider-name-taken', 'already-installed'] as const),
    ...(['provider-in-use', 'plan-stale', 'not-connected', 'reconnect-needed', 'target-ambiguous'] as const),
    ...(['consent-unfinished', 'tool-changed', 'tool-name-conflict', 'provider-missing'] as const),
  ]),
  ...statuses(400, ['usage', 'input-invalid', 'arguments-invalid']),
  ...statuses(422, [
    ...(['server-invalid', 'manifest-invalid', 'answer-missing', 'answer-unknown', 'url-refused'] as const),
    ...([
      'secret-literal-refused',
      'address-refused',
      'registration-unavailable',
      'authorization-not-offered',
    ] as const),
  ]),
  'rate-limited': 429,
  ...statuses(503, [
    ...(['key-store-unavailable', 'key-store-locked', 'master-key-invalid', 'secret-unreadable'] as const),
    ...([
      'state-damaged',
      'state-newer',
      'state-permissions',
      'state-unreachable',
      'state-busy',
      'state-full',
    ] as const),
    ...(['file-unwritable', 'port-taken'] as const),
  ]),
};

const OTHER_PARTY = 424;

export function statusOf({ code }: Pick<Refusal, 'code'>): number {
  return STATUS[code] ?? OTHER_PARTY;
}

/** A bug is told as one, without its stack. */
export function problemOf(thrown: unknown, text: HintText): Problem {
  if (thrown instanceof RequestProblem) return thrown.problem;
  if (!(thrown instanceof Refusal)) {
    return {
      status: 500,
      code: 'bug',
      message: 'mcpctl failed in a way it should not.',
      next: 'Please report it with the request id, and the lines of the log that have it.',
    };
  }
  const { code, message, why, hint, details } = thrown;
  const status = statusOf(thrown);
  const next = text(hint);
  const nextStep = nextStepOf(hint);
  return {
    status,
    code,
    message: printable(message),
    ...(why !== undefined && { why: printable(why, { lines: true }) }),
    ...(next !== '' && { next: printable(next, { lines: true }) }),
    details: { ...details, ...(nextStep && { next_step: nextStep }) },
    ...(status === 429 && { headers: pacing(details.retry_after_ms) }),
    ...(status === 503 && { headers: { 'retry-after': '5' } }),
    ...(status === 401 && { headers: { 'www-authenticate': 'Bearer realm="mcpctl"' } }),
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 */
function pacing(milliseconds: unknown): Readonly<Record<string, string>> {
  const wait = typeof milliseconds === 'number' ? milliseconds : 1000;
  return {
    'retry-after': String(Math.ceil(wait / 1000)),
    'x-ratelimit-reason': 'pacing',
    'x-ratelimit-retry-ms': String(wait),
  };
}

/** Both published clients read it: one reads `message`, the other `message` or `error`. */
export function problemResponse(problem: Problem, requestId: string): Response {
  const { status, code, message, why = null, next = null, details = {}, errors, headers } = problem;
  const body = {
    message,
    error: message,
    status,
    code,
    why,
    next,
    details,
    errors: (errors ?? [{ message }]).map((fault) => ({ ...fault, code: status })),
    request_id: requestId,
  };
  return Response.json(body, { status, headers: { ...headers, ...PRIVATE, 'x-request-id': requestId } });
}

/** No answer of the API is for anybody else, nor for later. */
export const PRIVATE = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

function statuses<Code extends RefusalCode>(status: number, codes: readonly Code[]): Record<Code, number> {
  return Object.fromEntries(codes.map((code) => [code, status])) as Record<Code, number>;
}
