/**
 * Connects a user to a provider: listen, discover, register, ask for consent, keep the tokens, and try them once on
 * every server that they are for. Only then it says that it worked (docs/connect.md).
 */
import type { Scope } from '../../ports/index.ts';
import { type ConsentRequest, consentRequestFor } from '../../providers/consent-request.ts';
import { Refusal } from '../../refusal.ts';
import type { Target, ToolServer } from '../../targets.ts';
import { recordFailure } from '../../tools/server-health.ts';
import { connectWithAuthorizationCode } from './authorization-code.ts';
import { connectDevice } from './device.ts';
import type { ConnectOptions } from './options.ts';
import { type Connected, type ConnectPorts, judge } from './result.ts';
import { connectUnattended } from './unattended.ts';
import { verify } from './verify.ts';

/** Refuses what the servers, the person or our own policy refuse; `verification-failed` when the token is not accepted. */
export async function connect(
  target: Target,
  options: ConnectOptions,
  scope: Scope,
  ports: ConnectPorts,
): Promise<Connected> {
  if (target.kind === 'server' && target.server.access.via === 'none') return connectOpen(target.server, scope, ports);
  const request = await consentRequestFor(target, scope, ports);
  try {
    return await wayOf(request, options)(request, options, scope, ports);
  } catch (thrown) {
    const named = request.servers.find(({ name }) => name === request.name) ?? request.servers[0];
    if (thrown instanceof Refusal && named) await recordFailure({ refusal: thrown, server: named, scope }, ports);
    throw thrown;
  } finally {
    ports.progress.done();
  }
}

function wayOf({ provider }: ConsentRequest, { way, assertion }: ConnectOptions) {
  if (provider.grantType !== 'authorization_code' || assertion) return connectUnattended;
  return way === 'device' ? connectDevice : connectWithAuthorizationCode;
}

/** Nothing to ask for; still it is tried, so that a person knows. */
async function connectOpen(server: ToolServer, scope: Scope, ports: ConnectPorts): Promise<Connected> {
  const verdicts = await verify([server], scope, ports);
  judge(server.name, verdicts);
  return { name: server.name, verdicts };
}
