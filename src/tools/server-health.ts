/** Why a server could not be used when it was last tried: kept for `status` and `doctor`, until it can be. */
import type { Ports, Scope } from '../ports/index.ts';
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
    next: remedy(kind, refusal, server),
    at: clock.now(),
  };
  await ignoreRefusal(state.write((tables) => tables.serverFailures.save(trouble)));
}

/** It can be used. Nothing is written where there was no trouble. */
export async function clearFailure(server: ToolServer, scope: Scope, { state }: TroublePorts): Promise<void> {
  const key = serverKeyOf(server, scope);
  const trouble = await ignoreRefusal(state.read((tables) => tables.serverFailures.find(key)));
  if (trouble) await ignoreRefusal(state.write((tables) => tables.serverFailures.remove(key)));
}
