/**
 * A 2025 server asks in the middle of a call. A 2026-07-28 client gets the question as the result, and repeats its request
 * with the answer (MCP 2026-07-28, "Multi round-trip requests"). In between, the call is suspended here.
 */
import { type ClientCapabilities, inputRequired, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { Result } from '../mcp/forward-request.ts';
import type { Clock } from '../ports/index.ts';
import type { ForwardedRequest, SendRequest } from './forwarded-request.ts';
import { type InteractiveCall, startInteractiveCall } from './interactive-call.ts';

/** A person answers, so the time limit is long. Then the call is cancelled. Milliseconds. */
const ANSWER_MILLISECONDS = 600_000;

/** What a client sends: its request at first, and then the same request with answers. */
export interface Round {
  readonly request: ForwardedRequest;
  readonly capabilities: ClientCapabilities;
  readonly requestState?: string;
  readonly answers?: Readonly<Record<string, unknown>>;
}

export interface SuspendedCalls {
  /** Returns the result, or `input_required`. Uses `send` only to begin the call, not to go on with a suspended one. */
  round(round: Round, send: SendRequest): Promise<Result>;
}

export function createSuspendedCalls(clock: Clock): SuspendedCalls {
  const suspended = new Map<string, { readonly call: InteractiveCall; readonly target: string }>();

  /** The request state is a name that nobody can guess. It is good for one answer. */
  const suspend = (call: InteractiveCall, target: string): Result => {
    const requestState = crypto.randomUUID();
    suspended.set(requestState, { call, target });
    const timer = clock.timer(ANSWER_MILLISECONDS, () => {
      if (suspended.has(requestState)) call.cancel(new Error('Nobody has answered.'));
    });
    void call.ended.then(() => {
      suspended.delete(requestState);
      timer.stop();
    });
    return inputRequired({ inputRequests: call.questions() as never, requestState });
  };

  return {
    async round({ request, capabilities, requestState, answers = {} }, send) {
      const target = JSON.stringify([request.method, request.params.name ?? request.params.uri]);
      const known = requestState === undefined ? undefined : suspended.get(requestState);
      if (requestState !== undefined) {
        if (known?.target !== target) throw notSuspended();
        suspended.delete(requestState);
        known.call.answer(answers);
      }
      const call = known?.call ?? startInteractiveCall(request, capabilities, send);
      return (await call.advance(request)) ?? suspend(call, target);
    },
  };
}

const notSuspended = () =>
  new ProtocolError(ProtocolErrorCode.InvalidParams, 'No call waits for this answer. Send the request anew.');
