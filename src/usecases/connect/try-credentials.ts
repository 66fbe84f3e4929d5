/**
 * Tries what a person gave for servers that are about to be stored, with one `tools/list` each: a fixed token, an API key,
 * headers, or a client that asks in its own name. Stores nothing.
 */
import { type Hint, hint } from '../../next-step.ts';
import type { Ports, Scope } from '../../ports/index.ts';
import { tryClient } from '../../providers/try-client.ts';
import { Refusal } from '../../refusal.ts';
import type { ToolServer } from '../../targets.ts';
import { type Trial, trialOf, tryServer } from '../../tools/try-server.ts';

export type TrialPorts = Pick<Ports, 'state' | 'secrets' | 'network' | 'clock' | 'identifiers' | 'progress'>;

/** @throws Refusal `verification-failed` for what a server does not accept. */
export async function tryCredentials(
  servers: readonly ToolServer[],
  { scope, advice }: { readonly scope: Scope; readonly advice: (server: ToolServer) => Hint },
  ports: TrialPorts,
): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (const server of servers) {
    ports.progress.step(`Trying what was given for ${server.name}`);
    const trial = await tryOne(server, scope, ports).finally(() => ports.progress.done());
    if (trial?.refusal) throw notAccepted(server, trial.refusal, advice(server));
    if (trial) trials.push(trial);
  }
  return trials;
}

async function tryOne(server: ToolServer, scope: Scope, ports: TrialPorts): Promise<Trial | undefined> {
  const { access, url, name } = server;
  if (access.via !== 'provider') return tryServer(server, scope, ports);
  try {
    const token = await tryClient({ provider: access.provider, server }, ports);
    if (token === undefined) return undefined;
    const { stream } = ports.network.towards(url);
    return await tryServer(server, scope, ports, (to, init) => {
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${token.reveal()}`);
      return stream(to, { ...init, headers });
    });
  } catch (thrown) {
    return trialOf(name, thrown);
  }
}

function notAccepted({ name, access }: ToolServer, { message, why }: Refusal, advice: Hint): Refusal {
  const given = access.via === 'api_key' ? 'API key' : access.via === 'provider' ? 'client' : 'token or header';
  return new Refusal('verification-failed', {
    what: `${name} does not accept the ${given} that was given. Nothing was stored.`,
    why: why ? `${message} ${why}` : message,
    hint: hint`${advice}, or store it all the same with ${{ do: 'give', field: 'no_check' }}`,
    details: { server: name },
  });
}
