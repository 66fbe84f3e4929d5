/** A call that waits for its answer: for so long, and as long as somebody wants to have it. */
import {
  type JSONRPCErrorResponse,
  type JSONRPCResultResponse,
  type Progress,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  specTypeSchemas,
} from '@modelcontextprotocol/client';
import type { ForwardOptions, Result } from '../relay.ts';

export interface PendingResponse {
  /** Rejects with what the client of the SDK would reject with. */
  readonly result: Promise<Result>;
  settle(answer: JSONRPCResultResponse | JSONRPCErrorResponse): void;
  /** Who tells something is waited for anew. */
  progressed(progress: Progress): void;
  fail(reason: unknown): void;
}

/** `cancel` is told when nobody waits any more. */
export function pendingResponse(
  { signal, timeout, onProgress }: ForwardOptions,
  cancel: (reason: unknown) => void,
): PendingResponse {
  let done = (_result: Result | Promise<Result>) => {};
  let fail = (_reason: unknown) => {};
  const result = new Promise<Result>((resolve, reject) => {
    done = resolve;
    fail = reject;
  });
  const giveUp = (reason: unknown) => {
    cancel(reason);
    fail(reason);
  };
  const aborted = () => giveUp(signal?.reason);
  signal?.addEventListener('abort', aborted, { once: true });
  const tooLate = () => giveUp(new SdkError(SdkErrorCode.RequestTimeout, 'Request timed out', { timeout }));
  const clock = setTimeout(tooLate, timeout);
  return {
    result: result.finally(() => {
      clearTimeout(clock);
      signal?.removeEventListener('abort', aborted);
    }),
    settle(answer) {
      if ('result' in answer) done(checked(answer.result));
      else fail(ProtocolError.fromError(answer.error.code, answer.error.message, answer.error.data));
    },
    progressed(progress) {
      clock.refresh();
      onProgress?.(progress);
    },
    fail,
  };
}

/** A result may go without content, and has none then. */
async function checked(result: Result): Promise<Result> {
  const outcome = await specTypeSchemas.CallToolResult['~standard'].validate(result);
  if (!outcome.issues) return outcome.value;
  const issues = outcome.issues.map(({ message }) => message).join(', ');
  throw new SdkError(SdkErrorCode.InvalidResult, `Invalid result for tools/call: ${issues}`);
}
