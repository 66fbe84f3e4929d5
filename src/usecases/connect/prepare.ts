/** Everything before a consent: discovers the authorization server, checks it, registers a client, selects the scopes, and stores the provider. */
import { type Hint, hint, type NextStep } from '../../next-step.ts';
import { chooseMethod } from '../../oauth/client-authentication.ts';
import { isWider } from '../../oauth/resource.ts';
import { selectScopes } from '../../oauth/scopes.ts';
import type { ServerMetadata } from '../../oauth/server-metadata.ts';
import type { Ports } from '../../ports/index.ts';
import {
  applyDiscovery,
  checkPkce,
  contradictions,
  contradictionText,
  describes,
  refuseOtherServer,
} from '../../providers/apply-discovery.ts';
import { withClient } from '../../providers/client-registration.ts';
import { discoverProvider, type ServerResource } from '../../providers/discover-provider.ts';
import { keepProvider } from '../../providers/keep-provider.ts';
import { withAuthParams } from '../../providers/provider-settings.ts';
import { withRegisteredBefore } from '../../providers/registered-clients.ts';
import { networkForRegistration } from '../../providers/registration-journal.ts';
import type { Connection, Provider } from '../../records.ts';
import type { ToolServer } from '../../targets.ts';
import { withClientSecret } from '../../tokens/client-secret.ts';
import { connectionOf } from '../../tokens/connection-of.ts';
import { scopesToStepUp } from '../../tokens/step-up.ts';
import type { ConnectAttempt, ConnectInput } from './input.ts';

export type PreparationPorts = Pick<Ports, 'state' | 'secrets' | 'network' | 'clock' | 'identifiers' | 'progress'>;

export interface Preparation {
  readonly provider: Provider;
  /** Undefined when the endpoints were given and no metadata describes them. */
  readonly metadata?: ServerMetadata;
  readonly resources: readonly ServerResource[];
  /** The servers that use the provider. */
  readonly servers: readonly ToolServer[];
  readonly scopes: readonly string[];
  /** The connection from before; its tokens may belong to a former client. */
  readonly existing?: Connection;
}

/** What a preparation needs of an attempt to connect. */
export interface PreparedAttempt extends Pick<ConnectAttempt, 'request' | 'scope'> {
  readonly input: ClientInput;
}

type ClientInput = Partial<
  Pick<
    ConnectInput,
    'scopes' | 'clientMetadataUrl' | 'clientId' | 'clientSecret' | 'assertion' | 'authParams' | 'redirectHost'
  >
> & {
  /** Registers another client, although there is one: in its place, or for more scopes. */
  readonly renew?: 'client' | 'scopes';
};

export async function prepareConnect(
  { request, input, scope: { user } }: PreparedAttempt,
  redirectUri: string,
  ports: PreparationPorts,
): Promise<Preparation> {
  const { name } = request;
  ports.progress.step(`Asking ${name} where it gets its authorization`);
  const { first, resources } = await discoverProvider(request, ports);
  const before = withInput(request.provider, input);
  if (first) refuseOtherServer(first.server, before, endpointsOf(before));
  const discovered = first ? applyDiscovery(before, first) : before;
  const metadata = first && describes(first.server, before) ? first.server : undefined;
  for (const each of first ? contradictions(first.server, before) : []) {
    ports.progress.warn(`${contradictionText(each)} The given one is used.`);
  }
  if (discovered.resourceParameter === 'send') warnAboutWideResources(resources, ports);
  checkPkce(discovered, metadata, name);
  if (!discovered.usePkce && discovered.grantType === 'authorization_code') {
    ports.progress.warn(`${discovered.name} is used without PKCE: the code is protected less.`);
  }

  const stored = await ports.state.read((tables) => connectionOf(discovered, user, tables));
  const scopes = selectScopes({
    configured: discovered.scopes.filter(({ origin }) => origin !== 'discovered').map(({ scope }) => scope),
    challenged: first?.probe.requiresAuth === true ? scopesOf(first.probe.challenge?.parameters.get('scope')) : [],
    resourceSupports: first?.resource?.scopesSupported,
    serverSupports: metadata?.scopesSupported,
    additional: [...(input.scopes ?? []), ...scopesToStepUp(stored)],
  });
  const home = request.servers[0]?.url ?? discovered.endpoints.token?.value ?? '';
  const { fetch } = networkForRegistration(ports).towards(home);
  const known = await withClientToRenew(discovered, { renew: input.renew, redirectUri }, ports);
  const given = await withGivenClient(known, { ...input, metadata }, ports);
  const byHand: NextStep = { do: 'connect', target: name, give: ['client_id'] };
  const wish = {
    server: metadata,
    fetch,
    redirectUri,
    scopes,
    clientMetadataUrl: input.clientMetadataUrl,
    name,
    byHand,
  };
  const complete = await withClient(given, wish, ports);
  const provider = await keepProvider(withAuthParams(complete, input.authParams), request, ports);
  const existing = await ports.state.read((tables) => connectionOf(provider, user, tables));
  const servers = request.servers.map((server) => ({ ...server, access: { via: 'provider', provider } as const }));
  return { provider, metadata, resources, servers, scopes, existing };
}

/** The string that the server publishes is sent as it is (RFC 9728, section 3.3), and it may stand for others as well. */
function warnAboutWideResources(resources: readonly ServerResource[], { progress }: Pick<Ports, 'progress'>): void {
  for (const { server, resource } of resources.filter(({ resource, server }) => isWider(resource, server.url))) {
    progress.warn(
      `The tokens for ${server.name} will be good for all of ${resource}, since its metadata calls that the resource. To ask only for ${server.url}, give it to the server with --resource.`,
    );
  }
}

/** The input replaces what is stored: a client that a person gives takes the place of the client from before. */
function withInput(provider: Provider, { clientId, assertion, redirectHost }: ClientInput): Provider {
  const known: Provider = redirectHost === undefined ? provider : { ...provider, redirectHost };
  const asked: Provider = assertion ? { ...known, grantType: 'jwt_bearer', assertion: assertion.source } : known;
  if (clientId === undefined) return asked;
  return {
    ...asked,
    clientId: undefined,
    clientSecret: undefined,
    clientAuthMethod: undefined,
    registration: undefined,
  };
}

/** A client that is registered for no scope gives way to one that is registered for those that are asked for. */
async function withClientToRenew(
  provider: Provider,
  { renew, redirectUri }: Pick<ClientInput, 'renew'> & { readonly redirectUri: string },
  ports: PreparationPorts,
): Promise<Provider> {
  const { registration } = provider;
  if (renew === undefined || registration === undefined) return provider;
  if (renew === 'scopes') {
    const isOther = registration.redirectUri !== redirectUri;
    const known = (isOther && (await withRegisteredBefore(provider, redirectUri, ports))) || provider;
    return { ...known, registration: { ...(known.registration ?? { redirectUri }), scopes: [] } };
  }
  return {
    ...provider,
    clientId: undefined,
    clientSecret: undefined,
    clientAuthMethod: undefined,
    registration: undefined,
  };
}

/** Adds the client that a person gave. Its secret is encrypted for the endpoints that were just discovered. */
async function withGivenClient(
  provider: Provider,
  { clientId, clientSecret, metadata }: ClientInput & Pick<Preparation, 'metadata'>,
  { secrets }: Pick<Ports, 'secrets'>,
): Promise<Provider> {
  if (clientId === undefined) return provider;
  const client: Provider = { ...provider, clientId, clientIdFrom: 'installer' };
  if (clientSecret === undefined) return { ...client, clientAuthMethod: 'none' };
  const clientAuthMethod = chooseMethod(metadata?.tokenEndpointAuthMethods, 'confidential') ?? 'client_secret_basic';
  return withClientSecret({ ...client, clientAuthMethod }, clientSecret, { secrets });
}

function endpointsOf({ name }: Provider): Hint {
  return hint`Give both of one server: ${{ do: 'update', what: 'provider', name, give: ['authorization_endpoint', 'token_endpoint'] }}`;
}

function scopesOf(scope: string | undefined): string[] {
  return (scope ?? '').split(' ').filter(Boolean);
}
