/**
 * Connects a user to a provider: listen, discover, register, ask for consent, keep the tokens, and try them once on
 * every server that they are for. Only then it says that it worked (docs/connect.md).
 */
import type { Scope } from '../../ports.ts';
import { type Subject, subjectOf } from '../../providers/consent-request.ts';
import { Refusal } from '../../refusal.ts';
import type { Target, ToolServer } from '../../targets.ts';
import { noteTrouble } from '../../tools/server-health.ts';
import { connectPerson } from './authorization-code.ts';
import { connectDevice } from './device.ts';
import type { ConnectOptions } from './options.ts';
import { type Connected, type ConnectPorts, judge } from './result.ts';
import { connectMachine } from './unattended.ts';
import { verify } from './verify.ts';

/** Refuses what the servers, the person or our own policy refuse; `verification-failed` when the token is not accepted. */
export async function connect(
  target: Target,
  options: ConnectOptions,
  scope: Scope,
  ports: ConnectPorts,
): Promise<Connected> {
  if (target.kind === 'server' && target.server.access.via === 'none') return connectOpen(target.server, scope, ports);
  const subject = await subjectOf(target, scope, ports);
  try {
    return await wayOf(subject, options)(subject, options, scope, ports);
  } catch (thrown) {
    const named = subject.servers.find(({ name }) => name === subject.name) ?? subject.servers[0];
    if (thrown instanceof Refusal && named) await noteTrouble(thrown, named, scope, ports);
    throw thrown;
  } finally {
    ports.progress.done();
  }
}

function wayOf({ provider }: Subject, { way, assertion }: ConnectOptions) {
  if (provider.grantType !== 'authorization_code' || assertion) return connectMachine;
  return way === 'device' ? connectDevice : connectPerson;
}

/** Nothing to ask for; still it is tried, so that a person knows. */
async function connectOpen(server: ToolServer, scope: Scope, ports: ConnectPorts): Promise<Connected> {
  const verdicts = await verify([server], scope, ports);
  judge(server.name, verdicts);
  return { name: server.name, verdicts };
}
