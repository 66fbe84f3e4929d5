/** Ends a request to which a server stays silent for too long, by our clock, which a test can move. */
import { type ProgressCallback, type RequestOptions, SdkError, SdkErrorCode } from '@modelcontextprotocol/client';
import type { Clock } from '../ports/index.ts';

export interface Deadline {
  readonly clock: Clock;
  /** How long the server may be silent, in milliseconds. Progress starts the time anew. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: ProgressCallback;
}

/** The longest time that a timer of Node can wait, so that the timer of the SDK never expires first. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/**
 * Calls `send` with the options that make the SDK keep the deadline.
 *
 * @throws whatever `send` throws, and an `SdkError` with the code `RequestTimeout` when the time is over
 */
export async function beforeDeadline<T>(
  { clock, timeout, signal, onProgress }: Deadline,
  send: (options: RequestOptions) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  if (signal?.aborted) abort();
  else signal?.addEventListener('abort', abort, { once: true });
  const timer = clock.timer(timeout, () => controller.abort(requestTimeout(timeout)));
  try {
    return await send({
      signal: controller.signal,
      timeout: LONGEST_TIMEOUT,
      ...(onProgress && {
        onprogress: (progress) => {
          timer.restart();
          onProgress(progress);
        },
      }),
    });
  } finally {
    timer.stop();
    signal?.removeEventListener('abort', abort);
  }
}

/** The error that the SDK itself throws when its timer expires. */
export function requestTimeout(timeout: number | undefined): SdkError {
  return new SdkError(SdkErrorCode.RequestTimeout, 'Request timed out', { timeout });
}
