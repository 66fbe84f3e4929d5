/** Why a server could not be used when it was last tried: kept for `status` and `doctor`, until it can be. */
import { Hint } from '../next-step.ts';
import type { Ports, Scope } from '../ports/index.ts';
import type { ServerFailure } from '../records.ts';
import type { Refusal } from '../refusal.ts';
import { withoutSecrets } from '../secret.ts';
import type { ToolServer } from '../targets.ts';
import { failureKind, remedy } from './health-kind.ts';
import { ignoreRefusal, serverKeyOf } from './server-cache.ts';

type TroublePorts = Pick<Ports, 'state' | 'clock'>;

/** What a server says is kept and shown for long, and may repeat what it was sent. */
export async function recordFailure(
  refusal: Refusal,
  server: ToolServer,
  scope: Scope,
  { state, clock }: TroublePorts,
): Promise<void> {
  const kind = failureKind(refusal, server);
  if (kind === undefined) return;
  const { code, message, why } = refusal;
  const trouble = {
    ...serverKeyOf(server, scope),
    url: server.url,
    kind,
    code,
    what: withoutSecrets(message),
    why: why && withoutSecrets(why),
    ...storedAdvice(remedy(kind, refusal, server)),
    at: clock.now(),
  };
  await ignoreRefusal(state.write((tables) => tables.serverFailures.save(trouble)));
}

/** A version of the program that knows no steps shows the words alone. */
function storedAdvice(advice: string | Hint): Pick<ServerFailure, 'next' | 'advice'> {
  return typeof advice === 'string' ? { next: advice } : { next: '', advice: advice.parts };
}

/** What to do about a failure. */
export function adviceOn({ next, advice }: ServerFailure): string | Hint {
  return advice ? new Hint(advice) : next;
}

/** It can be used. Nothing is written where there was no trouble. */
export async function clearFailure(server: ToolServer, scope: Scope, { state }: TroublePorts): Promise<void> {
  const key = serverKeyOf(server, scope);
  const trouble = await ignoreRefusal(state.read((tables) => tables.serverFailures.find(key)));
  if (trouble) await ignoreRefusal(state.write((tables) => tables.serverFailures.remove(key)));
}
