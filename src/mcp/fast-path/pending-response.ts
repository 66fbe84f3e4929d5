/** The response to a call that is on its way, until it comes, its time is over, or the caller gives it up. */
import {
  type JSONRPCErrorResponse,
  type JSONRPCResultResponse,
  type Progress,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  specTypeSchemas,
} from '@modelcontextprotocol/client';
import type { Result } from '../forward-request.ts';
import { type Deadline, requestTimeout } from '../request-deadline.ts';

export interface PendingResponse {
  /** Rejects with what the client of the SDK would reject with. */
  readonly result: Promise<Result>;
  settle(response: JSONRPCResultResponse | JSONRPCErrorResponse): void;
  /** The server reports progress, so its time starts anew. */
  progress(progress: Progress): void;
  fail(reason: unknown): void;
}

export interface PendingResponseOptions extends Deadline {
  /** Called when the time is over or the signal is aborted, before a response came. */
  readonly onGivenUp: (reason: unknown) => void;
}

export function pendingResponse({
  clock,
  signal,
  timeout,
  onProgress,
  onGivenUp,
}: PendingResponseOptions): PendingResponse {
  let succeed = (_result: Result | Promise<Result>) => {};
  let fail = (_reason: unknown) => {};
  const result = new Promise<Result>((resolve, reject) => {
    succeed = resolve;
    fail = reject;
  });
  const giveUp = (reason: unknown) => {
    onGivenUp(reason);
    fail(reason);
  };
  const onAbort = () => giveUp(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  const timer = clock.timer(timeout, () => giveUp(requestTimeout(timeout)));
  return {
    result: result.finally(() => {
      timer.stop();
      signal?.removeEventListener('abort', onAbort);
    }),
    settle(response) {
      if ('result' in response) succeed(checked(response.result));
      else fail(ProtocolError.fromError(response.error.code, response.error.message, response.error.data));
    },
    progress(progress) {
      timer.restart();
      onProgress?.(progress);
    },
    fail,
  };
}

/** Adds the empty content that a result may leave out. */
async function checked(result: Result): Promise<Result> {
  const outcome = await specTypeSchemas.CallToolResult['~standard'].validate(result);
  if (!outcome.issues) return outcome.value;
  const issues = outcome.issues.map(({ message }) => message).join(', ');
  throw new SdkError(SdkErrorCode.InvalidResult, `Invalid result for tools/call: ${issues}`);
}
