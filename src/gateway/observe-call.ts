/** Does the work of a call while observers record how it goes. */
import { type CallToolResult, ProtocolError, type Result } from '@modelcontextprotocol/server';
import type { Clock } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { isJsonRpcError } from '../tools/server-health.ts';
import type { CallObserver, EndedCall, Outcome, StartedCall } from './call-observer.ts';
import type { Failures } from './failures.ts';

export interface CallObservers {
  /**
   * Turns the refusal of a tool into a tool error, which is a result.
   *
   * @throws ProtocolError and bugs, as `work` throws them, and a ProtocolError for what else is refused
   */
  observe(
    call: Omit<StartedCall, 'at' | 'agent'>,
    signal: AbortSignal,
    work: (observed: ObservedCall) => Promise<Result>,
  ): Promise<Result | CallToolResult>;
}

export interface ObservedCall {
  /** What the observers send to the server in `_meta`. */
  readonly meta: Readonly<Record<string, string>>;
  /** Must be called when it is known which tool of which server is called. The call waits for what it returns. */
  setTarget(target: CallTarget): Promise<unknown> | undefined;
}

export type CallTarget = Pick<EndedCall, 'server' | 'tool'>;

export interface CallObserversOptions {
  readonly observers: readonly CallObserver[];
  readonly failures: Pick<Failures, 'toolError' | 'throwProtocolError'>;
  readonly clock: Pick<Clock, 'now' | 'elapsed'>;
  /** The agent whose view of the gateway the client uses. */
  readonly agent?: string;
  /** Aborted, with a Refusal as its reason, when the caller may not go on: calls under way end with it. */
  readonly ended?: AbortSignal;
}

export function createCallObservers({ observers, failures, clock, agent, ended }: CallObserversOptions): CallObservers {
  return {
    async observe(call, signal, work) {
      const startedAt = clock.elapsed();
      const started = bounded({ ...call, at: clock.now(), agent });
      const observations = observers.map((observer) => observer.begin(started));
      let target: CallTarget = {};
      const end = (outcome: Outcome, code?: EndedCall['code']) => {
        const ended: EndedCall = {
          milliseconds: clock.elapsed() - startedAt,
          ...target,
          outcome: signal.aborted ? 'cancelled' : outcome,
          code,
        };
        for (const observation of observations) observation.end(ended);
      };
      try {
        const working = work({
          meta: Object.assign({}, ...observations.map(({ meta }) => meta)),
          setTarget(found) {
            target = found;
            const sending = observations.flatMap((observation) => observation.send?.(found) ?? []);
            return sending.length > 0 ? Promise.all(sending) : undefined;
          },
        });
        const result = await (ended ? unlessEnded(working, ended) : working);
        end(outcomeOf(result));
        return result;
      } catch (thrown) {
        const isRefusal = thrown instanceof Refusal && !isJsonRpcError(thrown);
        try {
          const result =
            call.method === 'tools/call' ? failures.toolError(thrown) : failures.throwProtocolError(thrown);
          end('refused', isRefusal ? thrown.code : undefined);
          return result;
        } catch (error) {
          const code = error instanceof ProtocolError ? error.code : undefined;
          // A call without a target is refused by the gateway, although with an error of the protocol.
          if (isRefusal || target.server === undefined) end('refused', isRefusal ? thrown.code : code);
          else end('failed', code);
          throw error;
        }
      }
    },
  };
}

/** @throws the reason of the signal as soon as it is aborted */
function unlessEnded<T>(working: Promise<T>, ended: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const end = () => reject(ended.reason);
    if (ended.aborted) return end();
    ended.addEventListener('abort', end);
    working.then(resolve, reject).finally(() => ended.removeEventListener('abort', end));
  });
}

function outcomeOf({ isError, resultType }: Result): Outcome {
  if (isError === true) return 'tool_error';
  return resultType === 'input_required' ? 'input_required' : 'ok';
}

/** A client chooses its own name and the name of the tool, so only this much of them is recorded. */
const MOST_CHARACTERS = 256;

function bounded({ name, client, ...call }: StartedCall): StartedCall {
  const cut = (text: string) => text.slice(0, MOST_CHARACTERS);
  return { ...call, name: cut(name), client: client && { name: cut(client.name), version: cut(client.version) } };
}
