/**
 * A server of 2025 asks in the middle of a call; a client of 2026-07-28 hears of it in the result, and repeats its
 * request with the answer (MCP 2026-07-28, "Multi round-trip requests"). In between, the call waits here.
 */
import { type ClientCapabilities, inputRequired, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { Result } from '../mcp/forward-request.ts';
import type { Clock } from '../ports/index.ts';
import type { ForwardedRequest } from './gateway.ts';
import { type InteractiveCall, startInteractiveCall } from './interactive-call.ts';

/** A person answers at a person's pace; then the call is cancelled. Milliseconds. */
const PATIENCE = 600_000;

/** What a client sent: its request, or the same with answers. */
export interface Round {
  readonly passing: ForwardedRequest;
  readonly capabilities: ClientCapabilities;
  readonly requestState?: string;
  readonly answers?: Readonly<Record<string, unknown>>;
}

export interface SuspendedCalls {
  /** The result, or `input_required`. `send` begins the call, unless it is one that waits. */
  round(round: Round, send: (passing: ForwardedRequest) => Promise<Result>): Promise<Result>;
}

export function createSuspendedCalls(clock: Clock): SuspendedCalls {
  const waiting = new Map<string, { readonly call: InteractiveCall; readonly request: string }>();

  /** The state is a name that nobody can guess, and is good for one answer. */
  const park = (call: InteractiveCall, request: string): Result => {
    const requestState = crypto.randomUUID();
    waiting.set(requestState, { call, request });
    const tooLate = new AbortController();
    void call.over.then(() => {
      waiting.delete(requestState);
      tooLate.abort();
    });
    const giveUp = () => waiting.has(requestState) && call.cancel(new Error('Nobody has answered.'));
    void clock.sleep(PATIENCE, tooLate.signal).then(giveUp, () => {});
    return inputRequired({ inputRequests: call.questions() as never, requestState });
  };

  return {
    async round({ passing, capabilities, requestState, answers = {} }, send) {
      const request = JSON.stringify([passing.method, passing.params.name ?? passing.params.uri]);
      const suspended = requestState === undefined ? undefined : waiting.get(requestState);
      if (requestState !== undefined) {
        if (suspended?.request !== request) throw nobodyWaits();
        waiting.delete(requestState);
        suspended.call.answer(answers);
      }
      const call = suspended?.call ?? startInteractiveCall(passing, capabilities, send);
      return (await call.advance(passing)) ?? park(call, request);
    },
  };
}

const nobodyWaits = () =>
  new ProtocolError(ProtocolErrorCode.InvalidParams, 'No call waits for this answer. Send the request anew.');
