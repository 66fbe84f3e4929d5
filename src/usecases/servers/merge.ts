/** A stored server as the settings that would make it, and a change of them. Pure. */
import type { ServerAuthType } from '../../manifest/types.ts';
import { ends } from '../../plan/ending-secrets.ts';
import type { EndpointName, Provider, Server } from '../../records.ts';
import type { Secret } from '../../secret.ts';
import { KEPT, type ServerAuth, type ServerSettings } from './settings.ts';

/** What `server update` was given. What is not given stays as it is. */
export interface ServerPatch {
  readonly url?: string;
  /** `none` takes the authorization away. */
  readonly type?: ServerAuthType | 'none';
  /** Null takes a member away. */
  readonly auth: Nullable<Partial<Omit<ServerAuth, 'type'>>>;
  readonly headers: Readonly<Record<string, Secret | null>>;
}

type Nullable<T> = { readonly [Name in keyof T]: T[Name] | null };

/** What was given. What was discovered or registered is left out, since it is found again. Secrets are `KEPT`. */
export function settingsOf({ server, provider }: { server: Server; provider?: Provider }): ServerSettings {
  const type = authTypeOf(server, provider);
  const headers = Object.fromEntries(Object.keys(server.headers ?? {}).map((name) => [name, KEPT] as const));
  return {
    name: server.name,
    config: {
      endpoint: server.url,
      ...(Object.keys(headers).length > 0 && { headers }),
      ...(type !== undefined && { auth: { type, ...givenFields(server, provider) } }),
    },
  };
}

/** Another type starts without the fields from before. A fixed token or header does not move to another URL. */
export function mergePatch(before: ServerSettings, { url, type, auth, headers }: ServerPatch): ServerSettings {
  const endpoint = url ?? before.config.endpoint;
  const isMoved = ends('fixed', { url: before.config.endpoint }, { url: endpoint });
  const old = before.config.auth;
  const { auth_token: token, ...others } = old ?? {};
  const kept =
    type !== undefined && type !== old?.type ? {} : { ...others, ...(!isMoved && token && { auth_token: token }) };
  const next = type === 'none' ? undefined : (type ?? old?.type);
  const allHeaders = withoutNulls({ ...(!isMoved && before.config.headers), ...headers });
  return {
    name: before.name,
    config: {
      endpoint,
      ...(Object.keys(allHeaders).length > 0 && { headers: allHeaders }),
      ...(next !== undefined && { auth: { ...withoutNulls({ ...kept, ...auth }), type: next } }),
    },
  };
}

function withoutNulls<T extends object>(fields: T): { [Name in keyof T]: Exclude<T[Name], null> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as never;
}

/** The type as the seed names it. Undefined for a server without authorization, or when `connect` will discover it. */
export function authTypeOf(server: Server, provider: Provider | undefined): ServerAuthType | undefined {
  if (server.auth === 'token') return 'token';
  if (provider === undefined) return undefined;
  if (provider.grantType === 'client_credentials') return 'oauth_client_credentials';
  const isConfidential = provider.clientType === 'confidential' || (!provider.clientType && provider.clientSecret);
  return isConfidential ? 'oauth_authorization_code_confidential_pkce' : 'oauth_authorization_code_public_pkce';
}

function givenFields(server: Server, provider: Provider | undefined): Omit<ServerAuth, 'type'> {
  if (provider === undefined) return server.token === undefined ? {} : { auth_token: KEPT };
  const url = (name: EndpointName) => {
    const endpoint = provider.endpoints[name];
    return endpoint?.from === 'discovered' ? undefined : endpoint?.value;
  };
  const isGiven = provider.registration === undefined;
  const scopes = provider.scopes.filter(({ origin }) => origin !== 'discovered').map(({ scope }) => scope);
  const fields = {
    client_id: isGiven ? provider.clientId : undefined,
    client_secret: isGiven && provider.clientSecret ? KEPT : undefined,
    auth_url: url('authorization'),
    token_url: url('token'),
    register_url: url('registration'),
    scopes: scopes.length > 0 ? scopes : undefined,
    resource: server.resourceFrom === 'discovered' ? undefined : server.resource,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
