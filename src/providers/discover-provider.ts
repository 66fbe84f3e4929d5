/** Discovers a provider and all servers that use it: one authorization server, and a resource for each server. */
import { hint } from '../next-step.ts';
import { type Discovery, discoverAuthorization } from '../oauth/discovery.ts';
import type { Discoverer } from '../oauth/document.ts';
import type { Ports } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import type { ToolServer } from '../targets.ts';
import { hasGivenEndpoints } from './apply-discovery.ts';
import type { ConsentRequest } from './consent-request.ts';

const DISCOVERY_MILLISECONDS = 30_000;

export interface SubjectDiscovery {
  /**
   * The discovery of the first server. Undefined when every endpoint was given and the server publishes nothing usable.
   */
  readonly first?: Discovery;
  readonly resources: readonly ServerResource[];
}

export interface ServerResource {
  readonly server: ToolServer;
  /** Empty when the server publishes no resource metadata; requests then name no resource. */
  readonly resource: string;
}

/**
 * Discovers each server.
 * @throws Refusal issuer-mismatch when the servers of one provider do not share an authorization server
 */
export async function discoverProvider(
  { provider, servers, name, begun, challenge }: ConsentRequest,
  { network, clock, progress }: Pick<Ports, 'network' | 'clock' | 'progress'>,
): Promise<SubjectDiscovery> {
  const resources: ServerResource[] = [];
  let first: Discovery | undefined;
  for (const server of servers) {
    try {
      const already = server === servers[0] ? begun : undefined;
      const discovery = await discoverAuthorization(
        server.url,
        already?.discoverer ?? discovererTowards(server.url, { network, clock }),
        {
          storedIssuer: provider.issuer ?? first?.server.issuer,
          known: already?.probe,
          challenge: server.name === name ? challenge : undefined,
        },
      );
      if (first !== undefined && discovery.server.issuer !== first.server.issuer) {
        throw otherIssuer(server, discovery, first);
      }
      first ??= discovery;
      resources.push({ server, resource: server.resource ?? discovery.resource?.resource ?? '' });
    } catch (thrown) {
      // Given endpoints do not depend on what the server publishes, so nothing is weakened by going on.
      if (!(thrown instanceof Refusal) || !hasGivenEndpoints(provider)) throw thrown;
      progress.note(`${server.name}: ${thrown.message} Using the endpoints that were given.`);
      resources.push({ server, resource: server.resource ?? '' });
    }
  }
  if (first === undefined && !hasGivenEndpoints(provider)) throw nothingToDiscover(name);
  return { first, resources };
}

/** Sends the requests of discovery to a server. All of them end after 30 s. */
export function discovererTowards(url: string, { network, clock }: Pick<Ports, 'network' | 'clock'>): Discoverer {
  const { fetch, stream } = network.towards(url);
  const deadline = clock.timeout(DISCOVERY_MILLISECONDS);
  const within = (init?: RequestInit) => (init?.signal ? either(init.signal, deadline) : deadline);
  return {
    clock,
    fetch: (to, init) => fetch(to, { ...init, signal: within(init) }).catch((thrown) => timely(thrown, url, deadline)),
    stream: (to, init) =>
      stream(to, { ...init, signal: within(init) }).catch((thrown) => timely(thrown, url, deadline)),
  };
}

const sources = new WeakMap<AbortSignal, readonly AbortSignal[]>();

/**
 * Joins two signals. Node 20 collects a timeout that only `AbortSignal.any` refers to, and such a timeout never fires.
 */
function either(one: AbortSignal, other: AbortSignal): AbortSignal {
  const signal = AbortSignal.any([one, other]);
  sources.set(signal, [one, other]);
  return signal;
}

function timely(thrown: unknown, url: string, deadline: AbortSignal): never {
  const isTimeout = thrown instanceof DOMException && thrown.name === 'TimeoutError';
  if (!isTimeout) throw thrown;
  throw new Refusal('server-timeout', {
    what: `${new URL(url).host} did not answer in time.`,
    why: deadline.aborted ? `Discovery may take ${DISCOVERY_MILLISECONDS / 1000} seconds.` : undefined,
    hint: 'Try again; --verbose shows how long each request takes.',
    cause: thrown,
  });
}

function otherIssuer(server: ToolServer, discovery: Discovery, first: Discovery): Refusal {
  return new Refusal('issuer-mismatch', {
    what: `${server.name} has another authorization server than the others of its provider.`,
    why: `It names ${discovery.server.issuer ?? 'none'}, the others ${first.server.issuer ?? 'none'}.`,
    hint: 'Give it a provider of its own in the manifest.',
  });
}

function nothingToDiscover(name: string): Refusal {
  return new Refusal('authorization-not-offered', {
    what: `Nothing says where ${name} gets its authorization.`,
    why: 'No server uses this provider yet, and it has no endpoints of its own.',
    hint: hint`Give them: ${{ do: 'update', what: 'provider', name, give: ['authorization_endpoint', 'token_endpoint'] }}`,
  });
}
