/** Gets the tokens of clients that ask in their own name: they belong to the project, and nobody has to connect. */
import type { Scope } from '../../ports/index.ts';
import { Refusal } from '../../refusal.ts';
import { toolServers, usersOf } from '../../targets.ts';
import { connect } from './connect.ts';
import type { TrialPorts } from './try-credentials.ts';

/** Returns the names of the providers that are connected now. One that fails is left to a later connect. */
export async function connectMachines(names: readonly string[], scope: Scope, ports: TrialPorts): Promise<string[]> {
  const connected: string[] = [];
  for (const name of names) {
    const provider = await ports.state.read((tables) => tables.providers.find(scope.project, name));
    if (provider === undefined) continue;
    const servers = usersOf(provider, await toolServers(scope.project, ports.state));
    const target = { kind: 'provider', name, provider, servers } as const;
    try {
      await connect({ target, ...UNATTENDED }, scope, { ...ports, openConsentChannel: nobody, agreeToHosts: nobody });
      connected.push(name);
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      ports.progress.note(`${name}: ${thrown.message}`);
    }
  }
  return connected;
}

const UNATTENDED = { consentBy: 'browser', timeoutSeconds: 0, scopes: [], authParams: {} } as const;

/** Client credentials need no person. */
function nobody(): Promise<never> {
  return Promise.reject(new Error('A client of its own right asked for a person.'));
}
