/** Tries what was given for a server made by hand, before it is stored. */
import { hint } from '../../next-step.ts';
import type { Scope } from '../../ports/index.ts';
import { serverOf } from '../../targets.ts';
import type { Trial } from '../../tools/try-server.ts';
import type { CompletionPorts } from './complete-settings.ts';
import type { ServerWithProvider } from './draft.ts';
import { givenIn, type ServerSettings } from './settings.ts';

interface Trying {
  readonly scope: Scope;
  readonly ports: CompletionPorts;
}

/**
 * Undefined where nothing was given that needs no person.
 *
 * @throws Refusal `verification-failed` when the server does not accept it.
 */
export async function tryMade(
  { server, provider }: ServerWithProvider,
  { config: { headers = {}, auth } }: ServerSettings,
  { scope, ports }: Trying,
): Promise<Trial | undefined> {
  const isFixed = provider === undefined && [auth?.auth_token, ...Object.values(headers)].some((each) => givenIn(each));
  const isMachine = provider?.grantType === 'client_credentials' && givenIn(auth?.client_secret) !== undefined;
  if (!isFixed && !isMachine) return undefined;
  const { tryCredentials } = await import('../connect/try-credentials.ts');
  const advice = () => hint`Check it, and see what the server wants: ${{ do: 'discover', url: server.url }}`;
  const made = serverOf(server, provider ? [provider] : []);
  const [trial] = await tryCredentials([made], { scope, advice }, ports);
  return trial;
}

/** Whether an accepted client of its own right has its token now, once it is stored: nobody has to connect then. */
export async function connectedBy(
  trial: Trial | undefined,
  { provider }: ServerWithProvider,
  { scope, ports }: Trying,
): Promise<boolean> {
  if (trial?.tools === undefined || provider === undefined) return false;
  const { connectMachines } = await import('../connect/connect-machines.ts');
  return (await connectMachines([provider.name], scope, ports)).length > 0;
}
