/**
 * A real authorization server on loopback, made of oidc-provider: login and consent pages, dynamic
 * registration, rotation, revocation, introspection, resource indicators, device flow, PAR, DPoP.
 */
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { answering, listen } from './http.ts';
import { interactions } from './interactions.ts';
import { devicePage, messagePage } from './login-pages.ts';
import { createStorage } from './storage.ts';

/** Who can sign in. */
export const PEOPLE: Readonly<Record<string, string>> = { ada: 'analytical-engine', grace: 'first-compiler' };

/** The client that MCP servers use to introspect tokens (RFC 7662). */
export const RESOURCE_SERVER = { id: 'resource-server', secret: 'resource-server-secret' };

/** A client that is known beforehand; fields as RFC 7591 names them. */
export interface StaticClient {
  readonly client_id: string;
  readonly client_secret?: string;
  readonly client_name?: string;
  readonly grant_types?: readonly string[];
  readonly redirect_uris?: readonly string[];
  readonly token_endpoint_auth_method?: string;
  readonly [field: string]: unknown;
}

export interface AuthorizationServerOptions {
  readonly clients?: readonly StaticClient[];
  /** Default 3600. */
  readonly accessTokenSeconds?: number;
  /** RFC 8707; default true. Without it a token is good at every resource. */
  readonly resourceIndicators?: boolean;
  /** Scopes of the account rather than of a resource: what an authorization server without RFC 8707 has. */
  readonly accountScopes?: readonly string[];
  /** RFC 7591; default true. */
  readonly registration?: boolean;
  /** Default true: a used refresh token ends the whole grant when it is used again. */
  readonly rotation?: boolean;
  /** More settings of oidc-provider's `features`. */
  readonly features?: Readonly<Record<string, object>>;
}

export interface ServedRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** When it was answered, in milliseconds since 1970. */
  readonly at: number;
  /** Of the OAuth request, as far as it was understood. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface AuthorizationServer {
  readonly issuer: string;
  /** Every request so far, oldest first. */
  readonly requests: readonly ServedRequest[];
  /** Makes a resource known: its URL and the scopes it understands. */
  addResource(url: string, scopes: readonly string[]): void;
  /** Tokens of this kind are good no longer, though nobody was told. */
  forget(kind: 'AccessToken' | 'RefreshToken'): void;
  /** Listens to nobody for so long, and then again; it forgets nothing. Milliseconds. */
  restart(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

export async function startAuthorizationServer(options: AuthorizationServerOptions = {}): Promise<AuthorizationServer> {
  const { origin, server, close } = await listen();
  const { Provider } = await loadProvider();
  const resources = new Map<string, readonly string[]>();
  const requests: ServedRequest[] = [];
  const adapter = createStorage();
  const provider = new Provider(origin, { adapter, ...(await configuration(options, resources)) });
  provider.use(async (context, next) => {
    await next();
    const { method, path, status, oidc } = context;
    requests.push({ method, path, status, at: Date.now(), parameters: { ...oidc?.params } });
  });
  const pages = interactions(provider, PEOPLE);
  const protocol = provider.callback();
  server.on(
    'request',
    answering(async (request, response) => {
      if (request.url?.startsWith('/interaction/')) await pages(request, response);
      else protocol(request, response);
    }),
  );
  const { port } = server.address() as AddressInfo;
  return {
    issuer: origin,
    requests,
    addResource: (url, scopes) => void resources.set(url, scopes),
    forget: adapter.forget,
    async restart(milliseconds) {
      await close();
      await setTimeout(milliseconds);
      await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
    },
    close,
  };
}

async function configuration(options: AuthorizationServerOptions, resources: ReadonlyMap<string, readonly string[]>) {
  const seconds = options.accessTokenSeconds ?? 3600;
  const { errors } = await loadProvider();
  return {
    clients: [
      { ...machine, client_id: RESOURCE_SERVER.id, client_secret: RESOURCE_SERVER.secret },
      ...(options.clients ?? []),
    ],
    jwks: { keys: [await signingKey()] },
    cookies: { keys: ['a key for cookies of tests'] },
    scopes: ['openid', 'offline_access', ...(options.accountScopes ?? [])],
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, name: id, email: `${id}@example.test` }),
    }),
    claims: { openid: ['sub', 'name', 'email'] },
    conformIdTokenClaims: false,
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    issueRefreshToken: (_context: unknown, client: { grantTypeAllowed(type: string): boolean }) =>
      client.grantTypeAllowed('refresh_token'),
    expiresWithSession: () => false,
    rotateRefreshToken: options.rotation ?? true,
    pkce: { required: () => true },
    ttl: {
      AccessToken: seconds,
      ClientCredentials: seconds,
      AuthorizationCode: 60,
      DeviceCode: 600,
      Grant: 86_400,
      IdToken: 3600,
      Interaction: 3600,
      RefreshToken: 86_400,
      Session: 86_400,
    },
    renderError: (context: { type: string; body: unknown }, { error, error_description }: Record<string, string>) => {
      context.type = 'html';
      context.body = messagePage('That did not work', `${error}: ${error_description}`);
    },
    features: {
      devInteractions: { enabled: false },
      registration: { enabled: options.registration ?? true },
      registrationManagement: { enabled: options.registration ?? true },
      revocation: {
        enabled: true,
        allowedPolicy: (_context: unknown, client: { clientId: string }, token: { clientId: string }) =>
          client.clientId === token.clientId,
      },
      introspection: {
        enabled: true,
        allowedPolicy: (_context: unknown, client: { clientId: string }) => client.clientId === RESOURCE_SERVER.id,
      },
      clientCredentials: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      dPoP: { enabled: true },
      rpInitiatedLogout: { enabled: false },
      deviceFlow: {
        enabled: true,
        userCodeInputSource: deviceSource(
          'Enter the code of your device',
          '<button form="op.deviceInputForm">Go on</button>',
        ),
        userCodeConfirmSource: deviceSource(
          'Is this your device?',
          '<button form="op.deviceConfirmForm">Go on</button>',
        ),
        successSource: (context: { body: unknown }) => {
          context.body = messagePage('Your device is signed in', 'You can close this page.');
        },
      },
      resourceIndicators: {
        enabled: options.resourceIndicators ?? true,
        useGrantedResource: () => true,
        getResourceServerInfo: (_context: unknown, resource: string) => {
          const scopes = resources.get(resource);
          if (!scopes) throw new errors.InvalidTarget();
          return { scope: scopes.join(' '), audience: resource, accessTokenTTL: seconds, accessTokenFormat: 'opaque' };
        },
      },
      ...options.features,
    },
  };
}

/** A client without redirect URIs, for client_credentials. */
export const machine = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [] };

/** A client on a person's own machine, any port (RFC 8252, section 7.3). */
export const native = {
  application_type: 'native',
  grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
  redirect_uris: ['http://127.0.0.1/callback'],
};

const deviceSource = (title: string, buttons: string) => (context: { body: unknown }, form: string) => {
  context.body = devicePage(title, form, buttons);
};

/** Without its warning that Node 20 is old: what is used of it works there. */
async function loadProvider() {
  const { warn } = console;
  console.warn = () => {};
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}

async function signingKey(): Promise<object> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  };
  const { privateKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const { ext, key_ops, ...jwk } = await crypto.subtle.exportKey('jwk', privateKey);
  return { ...jwk, use: 'sig', alg: 'RS256' };
}
