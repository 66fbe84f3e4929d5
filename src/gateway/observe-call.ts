/** Runs a call before observers. */
import { type CallToolResult, ProtocolError, type Result } from '@modelcontextprotocol/server';
import { Refusal } from '../refusal.ts';
import type { EndedCall, Outcome, StartedCall } from './call-observer.ts';
import type { Gateway } from './gateway.ts';

export interface ObservedCall {
  /** What the observers want to go along to the server. */
  readonly meta: Readonly<Record<string, string>>;
  /** Whose tool it is, and what its server calls it. */
  found(server: string, tool: string): void;
}

/** What kept the call from its server becomes a tool error; errors of the protocol are thrown. */
export async function observeCall(
  { observers, failures }: Pick<Gateway, 'observers' | 'failures'>,
  call: StartedCall,
  signal: AbortSignal,
  work: (account: ObservedCall) => Promise<Result>,
): Promise<Result | CallToolResult> {
  const since = performance.now();
  const watches = observers.map((witness) => witness.begin(call));
  let target: Pick<EndedCall, 'server' | 'tool'> = {};
  const end = (outcome: Outcome, code?: EndedCall['code']) => {
    const ended: EndedCall = {
      milliseconds: performance.now() - since,
      ...target,
      outcome: signal.aborted ? 'cancelled' : outcome,
      code,
    };
    for (const watch of watches) watch.end(ended);
  };
  try {
    const result = await work({
      meta: Object.assign({}, ...watches.map(({ meta }) => meta)),
      found: (server, tool) => {
        target = { server, tool };
      },
    });
    end(outcomeOf(result));
    return result;
  } catch (thrown) {
    return toldAs(thrown, target, failures, end);
  }
}

function outcomeOf({ isError, resultType }: Result): Outcome {
  if (isError === true) return 'tool_error';
  return resultType === 'input_required' ? 'input_required' : 'ok';
}

/** A name that leads nowhere is refused by us, though in the words of the protocol. */
function toldAs(
  thrown: unknown,
  { server }: Pick<EndedCall, 'server'>,
  failures: Gateway['failures'],
  end: (outcome: Outcome, code?: EndedCall['code']) => void,
): CallToolResult {
  try {
    const told = failures.call(thrown);
    end('refused', thrown instanceof Refusal ? thrown.code : undefined);
    return told;
  } catch (error) {
    end(server === undefined ? 'refused' : 'failed', error instanceof ProtocolError ? error.code : undefined);
    throw error;
  }
}
