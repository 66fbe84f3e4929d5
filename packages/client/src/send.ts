/** Sends a request, once more where that may help, and returns the body of the answer. */
import { errorOf, McpctlError } from './error.ts';
import type { Method } from './paths.ts';
import { waitBeforeRetry } from './retry.ts';

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Rejects when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Sender {
  readonly baseUrl: string;
  readonly bearer: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** How often to ask again. */
  readonly retries: number;
}

export interface Sent extends RequestOptions {
  readonly method: Method;
  /** The path with its query. */
  readonly url: string;
  readonly body?: unknown;
}

/** @throws McpctlError, and what the signal was aborted with */
export async function send(sender: Sender, sent: Sent): Promise<unknown> {
  const { clock, retries } = sender;
  const { method, signal } = sent;
  for (let tries = 1; ; tries++) {
    const response = await fetchOnce(sender, sent);
    const body = await bodyOf(response);
    if (response.ok) return body;
    const retryAfter = response.headers.get('retry-after');
    const wait = waitBeforeRetry({ method, status: response.status, retryAfter, tries, now: clock.now() });
    if (tries > retries || wait === undefined) throw errorOf(response, body);
    await clock.sleep(wait, signal);
  }
}

async function fetchOnce({ baseUrl, bearer, fetch }: Sender, { method, url, body, signal, headers }: Sent) {
  try {
    return await fetch(`${baseUrl}${url}`, {
      method: method.toUpperCase(),
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    throw new McpctlError({
      message: `${new URL(baseUrl).host} could not be reached.`,
      code: 'server-unreachable',
      status: 0,
      why: String((cause as Error)?.message ?? cause),
      next: 'Check that mcpctl serve runs there.',
      requestId: null,
      cause,
    });
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    // Whatever answered is not ours.
    if (response.ok) throw errorOf(response, undefined);
    return undefined;
  }
}
