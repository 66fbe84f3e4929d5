/** What the server refused, or why it could not be asked. */
import type { components } from './api.ts';

type Body = components['schemas']['Error'];

export interface McpctlErrorParts extends Partial<Pick<Body, 'why' | 'next' | 'details' | 'errors'>> {
  readonly message: string;
  readonly code: string;
  readonly status: number;
  readonly requestId: string | null;
  readonly cause?: unknown;
}

export class McpctlError extends Error {
  override readonly name = 'McpctlError';
  /** What kind of error it is. It never changes its meaning (docs/api.md). */
  readonly code: string;
  /** The status of the response; 0 when there was none. */
  readonly status: number;
  /** The evidence. */
  readonly why: string | null;
  /** What to do. */
  readonly next: string | null;
  /** The id under which the log of the server has the request. */
  readonly requestId: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  /** One for each fault of the body that was sent. */
  readonly errors: Body['errors'];

  constructor({ message, code, status, why, next, requestId, details, errors, cause }: McpctlErrorParts) {
    super(message, { cause });
    this.code = code;
    this.status = status;
    this.why = why ?? null;
    this.next = next ?? null;
    this.requestId = requestId;
    this.details = details ?? {};
    this.errors = errors ?? [];
  }
}

/** The error of a response. Something between here and the server may have answered, so its body may be anything. */
export function errorOf(response: Response, body: unknown): McpctlError {
  const { status, headers } = response;
  const requestId = headers.get('x-request-id');
  if (isErrorBody(body)) return new McpctlError({ ...body, status, requestId: body.request_id ?? requestId });
  return new McpctlError({
    message: `${new URL(response.url || 'http://server').host} answered with ${status}, and not as mcpctl does.`,
    code: 'response-not-understood',
    status,
    next: 'Check that baseUrl is the address of mcpctl serve.',
    requestId,
  });
}

function isErrorBody(body: unknown): body is Body {
  const { message, code } = (body ?? {}) as Partial<Body>;
  return typeof message === 'string' && typeof code === 'string';
}
