/** From the settings of a server to its rows, with what was discovered, registered and kept from before. */
import type { ServerAuthType } from '../../manifest/types.ts';
import type { Ports } from '../../ports/index.ts';
import type { Discovered } from '../../providers/discover.ts';
import { resealed } from '../../providers/keep-provider.ts';
import type { Provider, Server } from '../../records.ts';
import { clientSecretContext, serverHeaderContext, serverTokenContext } from '../../tokens/associated-data.ts';
import { type CompletionPorts, completeSettings, discoverServer, recommendedType } from './complete-settings.ts';
import { draftOf, type Identity, type ServerWithProvider } from './draft.ts';
import { KEPT, type ServerSettings } from './settings.ts';

export interface MadeServer extends ServerWithProvider {
  /** What was really found; undefined when the server could not be asked. */
  readonly found?: Discovered;
}

/** Whether a type was said: `none` is one, and silence leaves it to discovery. */
export type WantedAuth = ServerAuthType | 'none' | undefined;

/** The rows as they will be: discovered, registered, sealed. */
export async function makeServer(
  settings: ServerSettings,
  wanted: WantedAuth,
  identity: Identity,
  ports: CompletionPorts,
  before?: ServerWithProvider,
): Promise<MadeServer> {
  const said = settings.document.config.auth?.type;
  const isOpen = said === undefined && wanted === 'none';
  const given = said && draftOf(settings, said, identity).provider;
  const needsLook = !isOpen && said !== 'token' && !(given && hasEverything(given));
  const found = await discoverServer(settings, needsLook, ports);
  const type = said ?? (isOpen || found === undefined ? undefined : recommendedType(settings, found));
  const fresh = draftOf(settings, type, identity);
  const whole = await completeSettings(before ? withClientBefore(fresh, before) : fresh, settings, found, ports);
  const draft = before ? await withSecretsMoved(whole, before, ports.secrets) : whole;
  return { ...draft, server: await sealed(draft.server, settings, ports.secrets, before?.server), found };
}

function hasEverything({ clientId, endpoints, grantType }: Provider): boolean {
  const isMachine = grantType === 'client_credentials';
  return (
    clientId !== undefined && endpoints.token !== undefined && (isMachine || endpoints.authorization !== undefined)
  );
}

/** A client that was registered for this server stays, as long as its authorization server does: `hydrate` looks. */
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

/** Secrets that were taken over are sealed again where the client now belongs to another endpoint. */
async function withSecretsMoved(
  draft: ServerWithProvider,
  { provider: old }: ServerWithProvider,
  secrets: Ports['secrets'],
) {
  if (old === undefined || draft.provider === undefined) return draft;
  return { ...draft, provider: await resealed(old, draft.provider, secrets) };
}

async function sealed(
  server: Server,
  { token, headers, document }: ServerSettings,
  secrets: Ports['secrets'],
  before?: Server,
): Promise<Server> {
  const all: Record<string, NonNullable<Server['token']>> = {};
  for (const name of Object.keys(document.config.headers ?? {})) {
    const given = headers.get(name);
    const value = given ? await secrets.seal(given, serverHeaderContext(server, name)) : before?.headers?.[name];
    if (value !== undefined) all[name] = value;
  }
  const kept = document.config.auth?.auth_token === KEPT ? before?.token : undefined;
  const fixed = token ? await secrets.seal(token, serverTokenContext(server)) : kept;
  return { ...server, ...(fixed && { token: fixed }), ...(Object.keys(all).length > 0 && { headers: all }) };
}

/** A client secret that is kept is opened, to be sealed for the endpoints of then. */
export async function withKept(
  settings: ServerSettings,
  { provider }: ServerWithProvider,
  secrets: Ports['secrets'],
): Promise<ServerSettings> {
  const isKept = settings.document.config.auth?.client_secret === KEPT;
  if (!isKept || provider?.clientSecret === undefined) return settings;
  return { ...settings, clientSecret: await secrets.open(provider.clientSecret, clientSecretContext(provider)) };
}
