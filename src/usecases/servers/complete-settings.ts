/** What discovery and registration add to a server that is made by hand: whatever was not given. */
import type { ServerAuthType } from '../../manifest/types.ts';
import { hint, type NextStep } from '../../next-step.ts';
import { chooseMethod } from '../../oauth/client-authentication.ts';
import type { Discovery } from '../../oauth/discovery.ts';
import { selectScopes } from '../../oauth/scopes.ts';
import type { ServerMetadata } from '../../oauth/server-metadata.ts';
import type { Ports } from '../../ports/index.ts';
import {
  applyDiscovery,
  checkPkce,
  contradictions,
  contradictionText,
  describes,
  hasGivenEndpoints,
  refuseOtherServer,
} from '../../providers/apply-discovery.ts';
import { withClient } from '../../providers/client-registration.ts';
import { type Discovered, discover } from '../../providers/discover.ts';
import { redirectUriFor } from '../../providers/redirect-uri.ts';
import { networkForRegistration } from '../../providers/registration-journal.ts';
import type { Provider, Server } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import { withClientSecret } from '../../tokens/client-secret.ts';
import type { ServerWithProvider } from './draft.ts';
import { givenIn, type ServerSettings } from './settings.ts';

export type CompletionPorts = Pick<
  Ports,
  'state' | 'network' | 'redirects' | 'secrets' | 'identifiers' | 'clock' | 'progress'
>;

/**
 * What the server says of itself. Undefined, with a note, when it says nothing and nothing is needed.
 *
 * @throws what discovery refuses, when it is needed.
 */
export async function discoverServer(
  { name, config }: ServerSettings,
  isNeeded: boolean,
  ports: CompletionPorts,
): Promise<Discovered | undefined> {
  ports.progress.step(`Asking ${name} what it wants`);
  try {
    return await discover(config.endpoint, ports);
  } catch (thrown) {
    if (!(thrown instanceof Refusal) || isNeeded) throw thrown;
    ports.progress.note(`${name}: ${thrown.message} Using what was given.`);
    return undefined;
  } finally {
    ports.progress.done();
  }
}

/**
 * The type for a server when none was given. Undefined when the server needs no authorization.
 *
 * @throws Refusal `usage`, `authorization-not-offered`.
 */
export function recommendedType({ name, config }: ServerSettings, found: Discovered): ServerAuthType | undefined {
  const { recommended } = found;
  if (recommended === 'none') return undefined;
  const create = { do: 'create', what: 'server', name, url: config.endpoint } as const;
  if (recommended === 'token' || recommended === 'oauth_client_credentials') {
    throw new Refusal('usage', {
      what: `${name} wants ${recommended === 'token' ? 'a token' : 'a client of its own right'}, and none was given.`,
      why:
        recommended === 'token'
          ? 'It asks for a bearer token and publishes no metadata.'
          : 'Its authorization server has no other grant.',
      hint:
        recommended === 'token'
          ? hint`${{ ...create, auth: 'token', give: ['token'] }}`
          : hint`${{ ...create, auth: 'oauth_client_credentials', give: ['client_id', 'client_secret'] }}`,
      details: { recommended_auth_mode: recommended },
    });
  }
  if (recommended !== undefined) return recommended;
  throw new Refusal('authorization-not-offered', {
    what: `${name} does not say what authorization it wants.`,
    why: found.probe.requiresAuth === 'unknown' ? found.probe.reason : undefined,
    hint: hint`Say it: ${{ ...create, give: ['auth'] }}, or ${{ do: 'give', field: 'auth', value: 'none' }}`,
  });
}

export interface CompletionInput {
  readonly draft: ServerWithProvider;
  readonly settings: ServerSettings;
  readonly found: Discovered | undefined;
  /** Where a person gives a client: the server is not stored before it has one. */
  readonly byHand: NextStep;
}

/**
 * Fills what is missing, and registers a client when none was given.
 *
 * @throws what `connect` refuses for discovery and registration.
 */
export async function completeSettings(
  { draft, settings, found, byHand }: CompletionInput,
  ports: CompletionPorts,
): Promise<ServerWithProvider> {
  const { server, provider } = draft;
  const discovery = found?.discovery;
  if (provider === undefined) return draft;
  if (discovery === undefined && !hasGivenEndpoints(provider)) throw nothingFound(server.name, server.url);
  if (discovery) refuseOtherServer(discovery.server, provider, 'Give auth_url and token_url, both of one server.');
  for (const each of discovery ? contradictions(discovery.server, provider) : []) {
    ports.progress.warn(`${contradictionText(each)} The given one is used.`);
  }
  const hydrated = discovery ? applyDiscovery(provider, discovery) : provider;
  const isAbout = discovery !== undefined && describes(discovery.server, provider);
  const metadata = isAbout ? discovery.server : undefined;
  checkPkce(hydrated, metadata, server.name);
  const scopes = hydrated.scopes.length > 0 ? hydrated.scopes : discoveredScopes(discovery, metadata);
  const scoped = { ...hydrated, scopes };
  const whole =
    scoped.clientId === undefined
      ? await registered({ provider: scoped, server, metadata, byHand }, ports)
      : await withGivenSecret({ provider: scoped, settings, metadata }, ports);
  const resource = discovery?.resource?.resource;
  const isResourceKnown = server.resource !== undefined || resource === undefined;
  return { provider: whole, server: isResourceKnown ? server : { ...server, resource, resourceFrom: 'discovered' } };
}

function discoveredScopes(discovery: Discovery | undefined, metadata: ServerMetadata | undefined): Provider['scopes'] {
  const challenge = discovery?.probe.requiresAuth === true ? discovery.probe.challenge : undefined;
  return selectScopes({
    configured: [],
    challenged: challenge?.parameters.get('scope')?.split(' ').filter(Boolean),
    resourceSupports: discovery?.resource?.scopesSupported,
    serverSupports: metadata?.scopesSupported,
  }).map((scope) => ({ scope, origin: 'discovered' }));
}

interface SecretInput {
  readonly provider: Provider;
  readonly settings: ServerSettings;
  readonly metadata: ServerMetadata | undefined;
}

/** Seals the client secret for the endpoints that are known by now. */
async function withGivenSecret(
  { provider, settings, metadata }: SecretInput,
  ports: Pick<Ports, 'secrets'>,
): Promise<Provider> {
  const clientSecret = givenIn(settings.config.auth?.client_secret);
  if (clientSecret === undefined) return provider;
  const clientAuthMethod = chooseMethod(metadata?.tokenEndpointAuthMethods, 'confidential') ?? 'client_secret_basic';
  return withClientSecret({ ...provider, clientAuthMethod }, clientSecret, ports);
}

interface RegistrationInput extends Pick<CompletionInput, 'byHand'> {
  readonly provider: Provider;
  readonly server: Server;
  readonly metadata: ServerMetadata | undefined;
}

async function registered(
  { provider, server, metadata, byHand }: RegistrationInput,
  ports: CompletionPorts,
): Promise<Provider> {
  const redirectUri = await redirectUriFor(provider, ports);
  const endpoint = provider.endpoints.registration?.value;
  // A registration endpoint that was given is used even when its server publishes no metadata.
  const known =
    endpoint === undefined
      ? metadata
      : { ...(metadata ?? NO_METADATA), endpoints: { ...metadata?.endpoints, registration: endpoint } };
  const { fetch } = networkForRegistration(ports).towards(server.url);
  ports.progress.step(`Registering a client for ${server.name}`);
  try {
    const scopes = provider.scopes.map(({ scope }) => scope);
    return await withClient(provider, { server: known, fetch, redirectUri, scopes, name: server.name, byHand }, ports);
  } finally {
    ports.progress.done();
  }
}

const NO_METADATA: ServerMetadata = {
  endpoints: {},
  issInResponse: false,
  clientIdMetadataDocument: false,
  requiresPushedAuthorization: false,
};

function nothingFound(name: string, url: string): Refusal {
  return new Refusal('authorization-not-offered', {
    what: `${name} does not say where to get authorization.`,
    why: 'No metadata was found, and no auth_url and token_url were given.',
    hint: hint`Give them in the file, or see what it answers: ${{ do: 'discover', url, trace: true }}`,
  });
}
