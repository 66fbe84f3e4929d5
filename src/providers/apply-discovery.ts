/** Adds to a provider what discovery found and nobody gave. Pure: nothing is stored or sent. */
import { type Hint, hint } from '../next-step.ts';
import { chooseMethod } from '../oauth/client-authentication.ts';
import type { Discovery } from '../oauth/discovery.ts';
import type { ServerMetadata } from '../oauth/server-metadata.ts';
import type { Endpoint, EndpointName, Provider } from '../records.ts';
import { Refusal } from '../refusal.ts';

/**
 * Given endpoints stay; discovered endpoints are replaced by the current ones.
 * @throws Refusal issuer-changed for a client that was given; pkce-unsupported
 */
export function applyDiscovery(provider: Provider, discovery: Discovery): Provider {
  const { server } = discovery;
  const dpop = wantsDpop(discovery);
  if (!describes(server, provider)) return { ...provider, dpop };
  const endpoints: Partial<Record<EndpointName, Endpoint>> = { ...givenEndpoints(provider) };
  for (const [name, value] of Object.entries(server.endpoints) as [EndpointName, string][]) {
    endpoints[name] ??= { value, from: 'discovered' };
  }
  const hydrated: Provider = {
    ...withoutForeignClient(provider, server.issuer),
    issuer: server.issuer,
    endpoints,
    issInResponse: server.issInResponse,
    dpop,
    grantType: provider.origin === 'discovered' && !provider.assertion ? grantOf(server) : provider.grantType,
  };
  return { ...hydrated, clientAuthMethod: hydrated.clientAuthMethod ?? methodOf(hydrated, server) };
}

/**
 * Whether tokens must be bound by DPoP (RFC 9449): the resource metadata says so, or the challenge offers nothing else.
 */
function wantsDpop({ probe, resource }: Discovery): boolean {
  const challenge = probe.requiresAuth === true ? probe.challenge : undefined;
  return resource?.dpopRequired === true || challenge?.scheme === 'dpop';
}

/** Chooses the grant where nobody has: the one for a person, unless the server has only the one for machines. */
function grantOf({ grantTypes = ['authorization_code'] }: ServerMetadata): Provider['grantType'] {
  const isForMachines = grantTypes.includes('client_credentials') && !grantTypes.includes('authorization_code');
  return isForMachines ? 'client_credentials' : 'authorization_code';
}

/** A given endpoint that the metadata names otherwise. */
export interface Contradiction {
  readonly endpoint: EndpointName;
  readonly given: string;
  readonly found: string;
}

/** The given endpoints that the metadata contradicts. What was given is used. */
export function contradictions(server: ServerMetadata, provider: Provider): Contradiction[] {
  const given = Object.entries(givenEndpoints(provider)) as [EndpointName, Endpoint][];
  return given.flatMap(([endpoint, { value }]) => {
    const found = server.endpoints[endpoint];
    return found === undefined || found === value ? [] : [{ endpoint, given: value, found }];
  });
}

/**
 * Whether the metadata describes the authorization server whose endpoints were given. Another address there (a path, a
 * trailing slash) still means that server. Another origin does not: its endpoints would get the codes, tokens and client
 * secret of the server that was given.
 */
export function describes(server: ServerMetadata, provider: Provider): boolean {
  return contradictions(server, provider).every(
    ({ endpoint, given, found }) =>
      (endpoint !== 'authorization' && endpoint !== 'token') || new URL(given).origin === new URL(found).origin,
  );
}

export function contradictionText({ endpoint, given, found }: Contradiction): string {
  const name = endpoint.replaceAll('_', ' ');
  return `The ${name} endpoint that was given is ${given}, and the authorization server names ${found}.`;
}

/**
 * The metadata of another authorization server fills nothing in, so everything has to be given then.
 * @throws Refusal issuer-mismatch
 */
export function refuseOtherServer(server: ServerMetadata, provider: Provider, hintToGive: string | Hint): void {
  if (describes(server, provider) || hasGivenEndpoints(provider)) return;
  const found = contradictions(server, provider);
  throw new Refusal('issuer-mismatch', {
    what: found.map(contradictionText).join('\n'),
    why: 'They are at different places, so the server that was discovered cannot say the other endpoints of the given one.',
    hint: hintToGive,
    details: { contradictions: found },
  });
}

export function hasGivenEndpoints(provider: Provider): boolean {
  const { authorization, token } = givenEndpoints(provider);
  return token !== undefined && (provider.grantType !== 'authorization_code' || authorization !== undefined);
}

/**
 * RFC 7636 without S256 protects nothing, and a server that lists no method promises nothing (MCP authorization).
 * @throws Refusal pkce-unsupported
 */
export function checkPkce(provider: Provider, server: ServerMetadata | undefined, name: string): void {
  if (!provider.usePkce || provider.grantType !== 'authorization_code') return;
  if (server === undefined || server.codeChallengeMethods?.includes('S256')) return;
  throw new Refusal('pkce-unsupported', {
    what: `The authorization server of ${name}, ${server.issuer}, does not offer PKCE with S256.`,
    why: server.codeChallengeMethods
      ? `It offers ${server.codeChallengeMethods.join(', ') || 'no method'}.`
      : 'Its metadata has no code_challenge_methods_supported.',
    hint: 'Tell its people. A provider made by hand can do without: use_pkce false.',
    details: { issuer: server.issuer },
  });
}

function givenEndpoints({ endpoints }: Provider): Partial<Record<EndpointName, Endpoint>> {
  return Object.fromEntries(Object.entries(endpoints).filter(([, endpoint]) => endpoint.from !== 'discovered'));
}

/**
 * A client belongs to one issuer. A registered client is left behind; a given client is never sent to another issuer.
 */
function withoutForeignClient(provider: Provider, issuer: string | undefined): Provider {
  const { clientId, registration, issuer: known } = provider;
  if (known === undefined || known === issuer || clientId === undefined) return provider;
  if (registration !== undefined) {
    return {
      ...provider,
      clientId: undefined,
      clientSecret: undefined,
      clientAuthMethod: undefined,
      registration: undefined,
    };
  }
  throw new Refusal('issuer-changed', {
    what: `The authorization server of ${provider.name} is another one now.`,
    why: `The client ${clientId} belongs to ${known}, and the server now names ${issuer ?? 'none'}.`,
    hint: hint`If that is right, give the client of the new one: ${{ do: 'update', what: 'provider', name: provider.name, give: ['client_id'] }}`,
    details: { issuer_stored: known, issuer_found: issuer },
  });
}

function methodOf({ clientId, clientSecret }: Provider, server: ServerMetadata) {
  if (clientId === undefined) return undefined;
  return clientSecret ? chooseMethod(server.tokenEndpointAuthMethods, 'confidential') : 'none';
}
