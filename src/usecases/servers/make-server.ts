/** From the settings of a server to its rows, with what was discovered, registered and kept from before. */
import type { ServerAuthType } from '../../manifest/types.ts';
import type { NextStep } from '../../next-step.ts';
import type { Ports } from '../../ports/index.ts';
import type { Discovered } from '../../providers/discover.ts';
import { resealed } from '../../providers/keep-provider.ts';
import type { Provider, Sealed, Server } from '../../records.ts';
import { clientSecretContext, serverHeaderContext, serverTokenContext } from '../../tokens/associated-data.ts';
import type { Trial } from '../../tools/try-server.ts';
import { type CompletionPorts, completeSettings, discoverServer, recommendedType } from './complete-settings.ts';
import { draftOf, type Identity, type ServerWithProvider } from './draft.ts';
import { givenIn, KEPT, type ServerSettings } from './settings.ts';

export interface MadeServer extends ServerWithProvider {
  /** What discovery found. Undefined when the server could not be asked. */
  readonly found?: Discovered;
  /** What came back when it was tried. */
  readonly trial?: Trial;
  /** Whether it has its token already, and nobody has to connect. */
  readonly connected?: boolean;
}

/** The type that was given. Without one, discovery decides. */
export type WantedAuth = ServerAuthType | 'none' | undefined;

export interface MakeServerInput {
  readonly settings: ServerSettings;
  readonly wanted: WantedAuth;
  readonly identity: Identity;
  /** The server as it is stored, when it changes. */
  readonly before?: ServerWithProvider;
}

/** Discovers, registers and seals what the rows of the server need. */
export async function makeServer(
  { settings, wanted, identity, before }: MakeServerInput,
  ports: CompletionPorts,
): Promise<MadeServer> {
  const said = settings.config.auth?.type;
  const isOpen = said === undefined && wanted === 'none';
  const given = said && draftOf(settings, said, identity).provider;
  const needsLook = !isOpen && said !== 'token' && !(given && hasEverything(given));
  const found = await discoverServer(settings, needsLook, ports);
  const type = said ?? (isOpen || found === undefined ? undefined : recommendedType(settings, found));
  const fresh = draftOf(settings, type, identity);
  const withClient = before ? withClientBefore(fresh, before) : fresh;
  const whole = await completeSettings({ draft: withClient, settings, found, byHand: byHand(settings, before) }, ports);
  const draft = before ? await withSecretsMoved(whole, before, ports.secrets) : whole;
  return { ...draft, server: await sealed({ server: draft.server, before: before?.server, settings }, ports), found };
}

/** What to type again with a client: a server that is made has no name yet that `connect` would know. */
function byHand({ name, config }: ServerSettings, before: ServerWithProvider | undefined): NextStep {
  const give = ['client_id'] as const;
  if (before) return { do: 'update', what: 'server', name, give };
  return { do: 'create', what: 'server', name, url: config.endpoint, give };
}

function hasEverything({ clientId, endpoints, grantType }: Provider): boolean {
  const isMachine = grantType === 'client_credentials';
  return (
    clientId !== undefined && endpoints.token !== undefined && (isMachine || endpoints.authorization !== undefined)
  );
}

/** A registered client stays as long as its authorization server does, which `applyDiscovery` checks. */
function withClientBefore(
  { server, provider }: ServerWithProvider,
  { provider: old }: ServerWithProvider,
): ServerWithProvider {
  const isSameKind =
    provider !== undefined && old?.grantType === provider.grantType && old.clientType === provider.clientType;
  if (!isSameKind || provider.clientId !== undefined || old.registration === undefined) return { server, provider };
  const { clientId, clientSecret, clientAuthMethod, registration, issuer, authParams } = old;
  return {
    server,
    provider: { ...provider, authParams, clientId, clientSecret, clientAuthMethod, registration, issuer },
  };
}

/** Seals secrets that are kept for the endpoint that the client now belongs to. */
async function withSecretsMoved(
  draft: ServerWithProvider,
  { provider: old }: ServerWithProvider,
  secrets: Ports['secrets'],
) {
  if (old === undefined || draft.provider === undefined) return draft;
  return { ...draft, provider: await resealed(old, draft.provider, secrets) };
}

interface SealInput {
  readonly server: Server;
  readonly before: Server | undefined;
  readonly settings: ServerSettings;
}

/** The server with its headers and its token. What is not given anew stays as it was sealed before. */
async function sealed(
  { server, before, settings: { config } }: SealInput,
  { secrets }: Pick<Ports, 'secrets'>,
): Promise<Server> {
  const headers: Record<string, Sealed> = {};
  for (const [name, field] of Object.entries(config.headers ?? {})) {
    const given = givenIn(field);
    const value = given ? await secrets.seal(given, serverHeaderContext(server, name)) : before?.headers?.[name];
    if (value !== undefined) headers[name] = value;
  }
  const field = config.auth?.auth_token;
  const given = givenIn(field);
  const token = given ? await secrets.seal(given, serverTokenContext(server)) : field && before?.token;
  return { ...server, ...(token && { token }), ...(Object.keys(headers).length > 0 && { headers }) };
}

/** Opens a client secret that is kept, so that it can be sealed for the endpoints of the changed server. */
export async function withKeptSecret(
  settings: ServerSettings,
  { provider }: ServerWithProvider,
  secrets: Ports['secrets'],
): Promise<ServerSettings> {
  const { auth } = settings.config;
  if (auth?.client_secret !== KEPT || provider?.clientSecret === undefined) return settings;
  const opened = await secrets.open(provider.clientSecret, clientSecretContext(provider));
  return { ...settings, config: { ...settings.config, auth: { ...auth, client_secret: opened } } };
}
