/**
 * Connects a user to a provider: listen, discover, register, ask for consent, keep the tokens, and try them once on
 * every server that they are for. Only then it says that it worked (docs/connect.md).
 */
import type { Scope } from '../ports.ts';
import type { Connected, ConnectPorts } from './connected.ts';
import { connectMachine } from './connectmachine.ts';
import type { ConnectOptions } from './connectoptions.ts';
import { connectPerson } from './connectperson.ts';
import { subjectOf } from './connectsubject.ts';
import type { Target } from './targets.ts';

/** Refuses what the servers, the person or our own policy refuse; `verification-failed` when the token is not accepted. */
export async function connect(
  target: Target,
  options: ConnectOptions,
  scope: Scope,
  ports: ConnectPorts,
): Promise<Connected> {
  const subject = await subjectOf(target, scope, ports);
  const way = subject.provider.grantType === 'client_credentials' ? connectMachine : connectPerson;
  try {
    return await way(subject, options, scope, ports);
  } finally {
    ports.progress.done();
  }
}
