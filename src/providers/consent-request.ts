/** What a consent is for: one provider, stored or to be made, and every server that gets its tokens from it. */
import { hint } from '../next-step.ts';
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
}

/** Refuses `usage` for a server that takes no OAuth token, and `provider-missing`. */
export async function consentRequestFor(
  target: Target,
  { project }: Scope,
  { state, identifiers, clock }: Pick<Ports, 'state' | 'identifiers' | 'clock'>,
): Promise<ConsentRequest> {
  if (target.kind === 'provider') {
    return { name: target.name, provider: target.provider, servers: target.servers };
  }
  const { server, begun } = target;
  const { access } = server;
  switch (access.via) {
    case 'provider': {
      const all = await toolServers(project, state);
      return { name: server.name, provider: access.provider, servers: usersOf(access.provider, all) };
    }
    case 'discovery':
      return {
        name: server.name,
        provider: discoveredProvider(access, { id: identifiers.next(), now: clock.now() }),
        owner: access.owner,
        servers: [server],
        begun,
      };
    case 'missing':
      throw providerMissing(server, access.providerName);
    default:
      throw new Refusal('usage', {
        what: `${server.name} needs no consent.`,
        why: 'It takes a key that was given already.',
        hint: hint`Use it: ${{ do: 'tools', target: server.name }}`,
      });
  }
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
