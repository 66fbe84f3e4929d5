/** Stores why the last use of a server failed, for `status` and `doctor`, until a use succeeds. */
import { Hint } from '../next-step.ts';
import type { Ports, Scope } from '../ports/index.ts';
import type { ServerFailure } from '../records.ts';
import type { Refusal } from '../refusal.ts';
import { withoutSecrets } from '../secret.ts';
import type { ToolServer } from '../targets.ts';
import { failureKind, remedy } from './health-kind.ts';
import { ignoreRefusal, serverKeyOf } from './server-cache.ts';

type HealthPorts = Pick<Ports, 'state' | 'clock'>;

interface Failure {
  readonly refusal: Refusal;
  readonly server: ToolServer;
  readonly scope: Scope;
}

/** Removes secrets before it stores the message, since a server may repeat what it was sent. */
export async function recordFailure({ refusal, server, scope }: Failure, { state, clock }: HealthPorts): Promise<void> {
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

/** Deletes the failure after a success. Writes nothing when there was none. */
export async function clearFailure(server: ToolServer, scope: Scope, { state }: HealthPorts): Promise<void> {
  const key = serverKeyOf(server, scope);
  const failure = await ignoreRefusal(state.read((tables) => tables.serverFailures.find(key)));
  if (failure) await ignoreRefusal(state.write((tables) => tables.serverFailures.remove(key)));
}
