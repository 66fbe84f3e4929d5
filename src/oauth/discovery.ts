/** Finds the authorization server that issues the tokens of an MCP server: MCP authorization, "Discovery". */
import { hint } from '../next-step.ts';
import { Refusal } from '../refusal.ts';
import type { Challenge } from './challenge.ts';
import type { Discoverer } from './document.ts';
import { type Probe, probeServer } from './probe.ts';
import { discoverResourceMetadata, type ResourceMetadata } from './resource-metadata.ts';
import { defaultEndpoints, discoverServerMetadata, isSameIssuer, type ServerMetadata } from './server-metadata.ts';
import { isWebAddress } from './web-address.ts';

export interface Discovery {
  readonly probe: Probe;
  /** Undefined for a server of 2025-03-26, which is its own authorization server. */
  readonly resource?: ResourceMetadata;
  readonly server: ServerMetadata;
}

/** A discovery whose first request somebody else has sent. Its deadline is running. */
export interface BegunDiscovery {
  readonly probe: Probe;
  readonly discoverer: Discoverer;
}

export interface DiscoveryOptions {
  readonly storedIssuer?: string;
  readonly known?: Probe;
  readonly challenge?: Challenge;
}

/**
 * Discovers the authorization of a server. `known` is the result of a recent probe; without it, the server is probed.
 * `challenge` came with another request; it counts where the probe gets none, because a server may ask for authorization at
 * some requests alone.
 * `storedIssuer` is preferred among several authorization servers, so that a client stays where it is registered.
 * @throws Refusal authorization-not-offered, and what faulty metadata is refused for
 */
export async function discoverAuthorization(
  serverUrl: string,
  discoverer: Discoverer,
  { storedIssuer, known, challenge: earlier }: DiscoveryOptions = {},
): Promise<Discovery> {
  const probed = known ?? (await probeServer(serverUrl, discoverer));
  const probe: Probe = probed.requiresAuth !== true && earlier ? { requiresAuth: true, challenge: earlier } : probed;
  const challenge = probe.requiresAuth === true ? probe.challenge : undefined;
  const resource = await discoverResourceMetadata(serverUrl, challenge, discoverer);
  if (resource === undefined) return { probe, server: await discoverOldServer(serverUrl, probe, discoverer) };
  const issuers = resource.authorizationServers;
  const isStored = (issuer: string) => isSameIssuer(issuer, storedIssuer);
  const ordered = [...issuers.filter(isStored), ...issuers.filter((issuer) => !isStored(issuer))];
  return { probe, resource, server: await firstThatAnswers(ordered, discoverer) };
}

/**
 * Follows 2025-03-26: metadata at the origin of the server itself, or the default paths there. Only without RFC 9728.
 */
async function discoverOldServer(serverUrl: string, probe: Probe, discoverer: Discoverer): Promise<ServerMetadata> {
  const { origin } = new URL(serverUrl);
  const found = await discoverServerMetadata(origin, discoverer, [`${origin}/.well-known/oauth-authorization-server`]);
  if (found !== undefined) return found;
  if (probe.requiresAuth === true) return defaultEndpoints(origin);
  throw new Refusal('authorization-not-offered', {
    what: `${serverUrl} does not say where to get authorization.`,
    why:
      probe.requiresAuth === false
        ? 'It answers without authorization, and publishes no metadata.'
        : `Whether it wants any is unknown. ${probe.reason}`,
    hint: hint`See what it answers: ${{ do: 'discover', url: serverUrl, trace: true }}`,
    details: { requires_auth: probe.requiresAuth },
  });
}

/**
 * Tries each authorization server. One that is gone does not hide the next; one with faulty metadata ends discovery.
 */
async function firstThatAnswers(issuers: readonly string[], discoverer: Discoverer): Promise<ServerMetadata> {
  let unreachable: unknown;
  for (const issuer of issuers) {
    if (!isWebAddress(issuer)) continue;
    try {
      const server = await discoverServerMetadata(issuer, discoverer);
      if (server !== undefined) return server;
    } catch (thrown) {
      if (!(thrown instanceof Refusal) || !UNREACHABLE.has(thrown.code) || issuers.length === 1) throw thrown;
      unreachable = thrown;
    }
  }
  throw new Refusal('authorization-server-metadata-invalid', {
    what: `No authorization server publishes its metadata: ${issuers.join(', ')}.`,
    why:
      unreachable instanceof Refusal ? unreachable.message : 'Neither RFC 8414 nor OpenID Connect metadata was found.',
    hint: 'Name the endpoints yourself: authorization_endpoint and token_endpoint of the provider.',
    details: { authorization_servers: issuers },
    cause: unreachable,
  });
}

const UNREACHABLE: ReadonlySet<string> = new Set(['server-unreachable', 'server-timeout']);
