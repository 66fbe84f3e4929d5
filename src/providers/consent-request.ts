/** What a consent is for: one provider, stored or to be made, and every server that gets its tokens from it. */
import { hint } from '../next-step.ts';
import { bearerChallenge, type Challenge } from '../oauth/challenge.ts';
import type { BegunDiscovery } from '../oauth/discovery.ts';
import type { Ports, Scope } from '../ports/index.ts';
import type { Installation, Provider, Server } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { type Target, type ToolServer, toolServers, usersOf } from '../targets.ts';
import { providerMissing } from '../tokens/refusals.ts';
import { newProvider } from './new-provider.ts';

export interface ConsentRequest {
  /** The target to type after `mcpctl connect`. */
  readonly name: string;
  readonly provider: Provider;
  /** The owner of the provider when `connect` discovers one. Undefined for a provider that is stored already. */
  readonly owner?: Installation | Server;
  readonly servers: readonly ToolServer[];
  /** The probe of the first server, when it has just been sent. */
  readonly begun?: BegunDiscovery;
  /** What the server that was named said to the last request that it answered with 401. */
  readonly challenge?: Challenge;
}

/** Refuses `usage` for a server that takes no OAuth token, and `provider-missing`. */
export async function consentRequestFor(
  target: Target,
  { project, user }: Scope,
  { state, identifiers, clock }: Pick<Ports, 'state' | 'identifiers' | 'clock'>,
): Promise<ConsentRequest> {
  if (target.kind === 'provider') {
    return { name: target.name, provider: target.provider, servers: target.servers };
  }
  const { server, begun } = target;
  const { access } = server;
  const challenge = await storedChallenge(server, user, state);
  switch (access.via) {
    case 'provider': {
      const all = await toolServers(project, state);
      return { name: server.name, provider: access.provider, servers: usersOf(access.provider, all), challenge };
    }
    case 'discovery':
      return {
        name: server.name,
        provider: discoveredProvider(access, { id: identifiers.next(), now: clock.now() }),
        owner: access.owner,
        servers: [server],
        begun,
        challenge,
      };
    case 'none': {
      if (challenge === undefined) throw noConsentNeeded(server);
      const owner = server.record ?? (await installationOf(server, project, state));
      const made = { id: identifiers.next(), now: clock.now() };
      const provider = discoveredProvider({ providerName: server.name, owner }, made);
      return { name: server.name, provider, owner, servers: [server], challenge };
    }
    case 'missing':
      throw providerMissing(server, access.providerName);
    default:
      throw noConsentNeeded(server);
  }
}

/** Whether the server has asked this user for authorization, and there was no success since. */
export async function isChallenged(
  server: ToolServer,
  { user }: Scope,
  { state }: Pick<Ports, 'state'>,
): Promise<boolean> {
  return (await storedChallenge(server, user, state)) !== undefined;
}

/** The challenge with which the server last refused a request of this user; undefined when it can be used. */
async function storedChallenge(
  { ownerId, name, url }: ToolServer,
  user: string,
  state: Ports['state'],
): Promise<Challenge | undefined> {
  const key = { owner: ownerId, server: name, user };
  const failure = await state.read((tables) => tables.serverFailures.find(key));
  return failure?.url === url ? bearerChallenge(failure.challenge ?? null) : undefined;
}

async function installationOf({ ownerId, name }: ToolServer, project: string, state: Ports['state']) {
  const all = await state.read((tables) => tables.installations.list(project));
  const found = all.find(({ id }) => id === ownerId);
  if (found) return found;
  throw new Refusal('target-unknown', {
    what: `${name} was uninstalled in the meantime.`,
    hint: hint`See ${{ do: 'status' }}`,
  });
}

function noConsentNeeded({ name, access }: ToolServer): Refusal {
  return new Refusal('usage', {
    what: `${name} needs no consent.`,
    why: access.via === 'none' ? 'It is used without authorization.' : 'It takes a key that was given already.',
    hint: hint`Use it: ${{ do: 'tools', target: name }}`,
  });
}

export function isInstallation(owner: Installation | Server): owner is Installation {
  return 'collections' in owner;
}

function discoveredProvider(
  { providerName, owner }: { readonly providerName: string; readonly owner: Installation | Server },
  made: { readonly id: string; readonly now: number },
): Provider {
  const bare = newProvider({ ...made, project: owner.project, origin: 'discovered', name: providerName });
  return isInstallation(owner) ? { ...bare, installationId: owner.id } : bare;
}
