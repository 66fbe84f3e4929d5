/** `install --register`: gets a client for each provider of an app that has none, before anybody consents. */

import type { Ports, Scope } from '../../ports/index.ts';
import { consentRequestFor } from '../../providers/consent-request.ts';
import { redirectUriFor } from '../../providers/redirect-uri.ts';
import type { Installation } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import { resolveTarget, toolServers, wordForProvider } from '../../targets.ts';
import { type PreparationPorts, prepareConnect } from '../connect/prepare.ts';
import { installationNamed, readProject } from './project-state.ts';

export interface Registration {
  /** What to type after `mcpctl connect`. */
  readonly target: string;
  readonly outcome: { readonly clientId: string } | { readonly refused: Refusal };
}

type RegisterPorts = PreparationPorts & Pick<Ports, 'redirects'>;

/** What `connect` would do up to the consent. A refusal is told with its target, and the others go on. */
export async function registerClients(app: string, scope: Scope, ports: RegisterPorts): Promise<Registration[]> {
  const registrations: Registration[] = [];
  for (const target of await targetsWithoutClient(app, scope, ports)) {
    ports.progress.step(`Registering a client for ${target}`);
    try {
      registrations.push({ target, outcome: { clientId: await registered(target, scope, ports) } });
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      registrations.push({ target, outcome: { refused: thrown } });
    }
  }
  ports.progress.done();
  return registrations;
}

async function registered(target: string, scope: Scope, ports: RegisterPorts): Promise<string> {
  const request = await consentRequestFor(await resolveTarget(target, scope, ports.state), scope, ports);
  const redirectUri = await redirectUriFor(request.provider, ports);
  const { provider } = await prepareConnect({ request, input: {}, scope }, redirectUri, ports);
  return provider.clientId ?? '';
}

/** Shared providers once, and collections whose server is to say what it wants. Machines are never registered. */
async function targetsWithoutClient(app: string, { project }: Scope, { state }: RegisterPorts): Promise<string[]> {
  const now = await state.read((tables) => readProject(project, tables));
  const installation = installationNamed(app, now);
  const bare = now.providers.filter(
    ({ installationId, clientId, grantType }) =>
      installationId === installation.id && clientId === undefined && grantType === 'authorization_code',
  );
  const servers = await toolServers(project, state);
  return [...bare.map((provider) => wordForProvider(provider, servers)), ...undiscovered(installation)];
}

function undiscovered({ name, collections, oauthBindings }: Installation): string[] {
  const bound = new Set(oauthBindings.map(({ collectionId }) => collectionId));
  return collections
    .filter(({ id, auth, oauthApp }) => auth === 'oauth' && oauthApp === undefined && !bound.has(id))
    .map(({ id }) => `${name}/${id}`);
}
