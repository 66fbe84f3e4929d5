/** From an MCP server's URL to the authorization server that issues its tokens: MCP authorization, "Discovery". */
import { hint } from '../next-step.ts';
import { Refusal } from '../refusal.ts';
import type { Discoverer } from './document.ts';
import { type Probe, probeServer } from './probe.ts';
import { discoverResourceMetadata, type ResourceMetadata } from './resource-metadata.ts';
import { defaultEndpoints, discoverServerMetadata, type ServerMetadata } from './server-metadata.ts';
import { isWebAddress } from './web-address.ts';

export interface Discovery {
  readonly probe: Probe;
  /** Absent for a server of 2025-03-26, which is its own authorization server. */
  readonly resource?: ResourceMetadata;
  readonly server: ServerMetadata;
}

/** A discovery whose first question was asked by somebody else: its time is running. */
export interface BegunDiscovery {
  readonly probe: Probe;
  readonly discoverer: Discoverer;
}

/**
 * `known` is what a probe has said just now; without it the server is probed.
 * `storedIssuer` is preferred among several authorization servers, so that a client stays where it is registered.
 * Refuses `authorization-not-offered`, and what the metadata is refused for.
 */
export async function discoverAuthorization(
  serverUrl: string,
  discoverer: Discoverer,
  storedIssuer?: string,
  known?: Probe,
): Promise<Discovery> {
  const probe = known ?? (await probeServer(serverUrl, discoverer));
  const challenge = probe.requiresAuth === true ? probe.challenge : undefined;
  const resource = await discoverResourceMetadata(serverUrl, challenge, discoverer);
  if (resource === undefined) return { probe, server: await discoverOldServer(serverUrl, probe, discoverer) };
  const issuers = resource.authorizationServers;
  const ordered =
    storedIssuer !== undefined && issuers.includes(storedIssuer)
      ? [storedIssuer, ...issuers.filter((issuer) => issuer !== storedIssuer)]
      : issuers;
  return { probe, resource, server: await firstThatAnswers(ordered, discoverer) };
}

/** The 2025-03-26 way: metadata at the origin of the server itself, or the default paths there. Only without RFC 9728. */
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

/** An authorization server that has gone does not hide the next one; one that answers nonsense stops the flow. */
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
