/** Stores why the last use of a server failed, for `status` and `doctor`, until a use succeeds. */
import { Hint } from '../next-step.ts';
import type { Ports, Scope } from '../ports/index.ts';
import type { ServerFailure } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { withoutSecrets } from '../secret.ts';
import type { ToolServer } from '../targets.ts';
import { failureKind, remedy, withRemedy } from './health-kind.ts';
import { ignoreRefusal, serverKeyOf } from './server-cache.ts';

type HealthPorts = Pick<Ports, 'state' | 'clock'>;

/** What of a server was used: its lists are read often, and may work when calls do not. */
export type Use = 'list' | 'call';

interface Failure {
  readonly refusal: Refusal;
  readonly use?: Use;
  readonly server: ToolServer;
  readonly scope: Scope;
}

/** Removes secrets before it stores the message, since a server may repeat what it was sent. */
export async function recordFailure(
  { refusal, server, scope, use }: Failure,
  { state, clock }: HealthPorts,
): Promise<void> {
  const kind = failureKind(refusal, server);
  if (kind === undefined) return;
  const { code, message, why } = refusal;
  const failure = {
    ...serverKeyOf(server, scope),
    url: server.url,
    kind,
    code,
    what: withoutSecrets(message),
    why: why && withoutSecrets(why),
    ...storedAdvice(remedy(kind, refusal, server)),
    ...(use === 'call' && { during: use }),
    ...(typeof refusal.details.challenge === 'string' && { challenge: withoutSecrets(refusal.details.challenge) }),
    at: clock.now(),
  };
  await ignoreRefusal(state.write((tables) => tables.serverFailures.save(failure)));
}

/** A version of the program that knows no steps shows the words alone. */
function storedAdvice(advice: string | Hint): Pick<ServerFailure, 'next' | 'advice'> {
  return typeof advice === 'string' ? { next: advice } : { next: '', advice: advice.parts };
}

/** What to do about a failure. */
export function adviceOn({ next, advice }: ServerFailure): string | Hint {
  return advice ? new Hint(advice) : next;
}

interface Success {
  readonly server: ToolServer;
  readonly scope: Scope;
  /** What worked. A list that works does not end the failure of a call. */
  readonly use: Use;
}

/** Deletes the failure after a success. Writes nothing when there was none. */
export async function clearFailure({ server, scope, use }: Success, { state }: HealthPorts): Promise<void> {
  const key = serverKeyOf(server, scope);
  const failure = await ignoreRefusal(state.read((tables) => tables.serverFailures.find(key)));
  if (failure && (use === 'call' || failure.during === undefined))
    await ignoreRefusal(state.write((tables) => tables.serverFailures.remove(key)));
}

/**
 * Does the work of a call, and stores whether the server could be used. A JSON-RPC error is an answer, and says nothing.
 *
 * @throws whatever the work throws
 */
export async function withCallHealth<T>(
  work: Promise<T>,
  { server, scope }: { readonly server: ToolServer; readonly scope: Scope },
  ports: HealthPorts,
): Promise<T> {
  try {
    const result = await work;
    await clearFailure({ server, scope, use: 'call' }, ports);
    return result;
  } catch (thrown) {
    if (thrown instanceof Refusal && !isJsonRpcError(thrown)) {
      await recordFailure({ refusal: thrown, server, scope, use: 'call' }, ports);
    }
    throw thrown instanceof Refusal ? withRemedy(thrown, server) : thrown;
  }
}

/** Whether the server answered, though with an error: of the tool, or of the arguments. */
export const isJsonRpcError = ({ details }: Refusal) => details.rpc_code !== undefined;
