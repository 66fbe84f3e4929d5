/** What the state keeps, row by row. Times are milliseconds since 1970; `Sealed` never holds plain text. */

import type { JsonObject } from './json-object.ts';
import type { CollectionId, GrantType, ProviderKey, ProviderName } from './manifest/types.ts';
import type { Hint } from './next-step.ts';

declare const sealed: unique symbol;
/** A secret encrypted under the master key, bound to its context (`SecretContext`). */
export type Sealed = string & { readonly [sealed]: true };

/** An installed app. The bindings are all that runtime looks at; the manifest is kept for drift and upgrade. */
export interface Installation {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  readonly version?: string;
  /** The canonical manifest as JSON text, and its SHA-256 in hexadecimal. */
  readonly manifest: string;
  readonly manifestSha256: string;
  /** The file it was installed from, and the SHA-256 of its text then: whether it has changed since. */
  readonly source?: { readonly path: string; readonly sha256: string };
  readonly installedAt: number;
  readonly collections: readonly InstalledCollection[];
  readonly oauthBindings: readonly OAuthBinding[];
  readonly providerBindings: readonly ProviderBinding[];
}

export interface InstalledCollection {
  readonly id: CollectionId;
  readonly url: string;
  readonly name: string;
  readonly namespace: string;
  /** How a call to it is authorized. `oauth` without a binding is discovered from the server at connect. */
  readonly auth: 'none' | 'api_key' | 'oauth';
  /** The provider made by hand that `oauth_app` names; looked up by name when used. */
  readonly oauthApp?: ProviderName;
  readonly apiKey?: Sealed;
}

/** From a collection with `oauth_config` or `oauth_provider` to its provider. */
export interface OAuthBinding {
  readonly collectionId: CollectionId;
  readonly providerId: string;
  readonly providerName: ProviderName;
}

/** From a key of `oauth_providers` to the provider made of it. */
export interface ProviderBinding {
  readonly providerKey: ProviderKey;
  readonly providerId: string;
  readonly providerName: ProviderName;
}

/** Where a scope comes from: `default_scopes`, a collection id, `installer`, or `discovered`. */
export interface ScopeWithOrigin {
  readonly scope: string;
  readonly origin: string;
}

export interface Endpoint {
  readonly value: string;
  readonly from: 'manifest' | 'given' | 'discovered';
}

export type EndpointName =
  | 'authorization'
  | 'token'
  | 'revocation'
  | 'registration'
  | 'userinfo'
  | 'device_authorization'
  | 'pushed_authorization';

/** With `private_key_jwt` the client secret is the private key, as a JWK or PEM. */
export type ClientAuthMethod = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'none';

/** Where the assertion of a `jwt_bearer` grant comes from. */
export interface AssertionSource {
  /** A reference to the JWT itself, or to the ID token that is exchanged for one. Each `connect` reads it. */
  readonly reference: string;
  /** The enterprise's own identity provider, which does the exchange. */
  readonly exchange?: { readonly tokenEndpoint: string; readonly clientId: string };
}

export type RedirectHost = '127.0.0.1' | 'localhost';

/** What RFC 7591 registration gave us, beside client id and secret. */
export interface ClientRegistration {
  readonly redirectUri: string;
  /** The scopes that it was registered with (RFC 7591, section 2), which may be all that it can ask for. */
  readonly scopes?: readonly string[];
  readonly clientSecretExpiresAt?: number;
  readonly registrationClientUri?: string;
  readonly registrationAccessToken?: Sealed;
}

/** A client that was asked for and is not kept yet (RFC 7591): what a crash leaves behind. */
export interface PendingRegistration {
  readonly id: string;
  readonly project: string;
  /** What it is for: what to type after `mcpctl connect`. */
  readonly name: string;
  /** Where it was asked for. */
  readonly endpoint: string;
  readonly askedAt: number;
  /** With the client, once the server has answered. */
  readonly provider?: Provider;
}

/** The client settings we keep: one client at one authorization server. */
export interface Provider {
  readonly id: string;
  readonly project: string;
  readonly name: ProviderName;
  readonly displayName: string;
  /** Who made it: an installation, a person, or `connect` for a server that nobody described. */
  readonly origin: 'manifest' | 'manual' | 'discovered';
  /** The installation that created it and takes it along when it goes. */
  readonly installationId?: string;
  /** `jwt_bearer` is for what a manifest cannot say: workload identity, and authorization by an enterprise. */
  readonly grantType: GrantType | 'jwt_bearer';
  readonly assertion?: AssertionSource;
  readonly usePkce: boolean;
  readonly scopes: readonly ScopeWithOrigin[];
  /**
   * Scopes that the installer asked for, also those that the manifest names too: they stay when the manifest drops them.
   * Absent in rows of version 0.1, where `clientIdFrom` may call the manifest's client id the installer's.
   */
  readonly scopesGiven?: readonly string[];
  readonly clientId?: string;
  /** Who gave the client id; unset when `connect` got it. */
  readonly clientIdFrom?: 'manifest' | 'installer';
  readonly clientSecret?: Sealed;
  /** RFC 6749, section 2.1: which kind of client is registered when none was given; `public` where nobody said. */
  readonly clientType?: 'public' | 'confidential';
  /** How the client authenticates at the token endpoint; unset until registration or metadata decides. */
  readonly clientAuthMethod?: ClientAuthMethod;
  readonly registration?: ClientRegistration;
  /** The host of the redirect URI that a person chose. A server may know the client by this one only. */
  readonly redirectHost?: RedirectHost;
  /** The authorization server the client belongs to, once known. A different one later is refused. */
  readonly issuer?: string;
  readonly endpoints: Readonly<Partial<Record<EndpointName, Endpoint>>>;
  /** RFC 9207: whether the authorization server promises `iss` in its responses. */
  readonly issInResponse?: boolean;
  /** Hosts that a person agreed to, although the consent is asked for at another party's than the issuer's. */
  readonly consentHosts?: { readonly page: string; readonly issuer?: string; readonly token: string };
  /** RFC 9449: tokens are bound to a key of ours, because the resource asks for it. */
  readonly dpop?: boolean;
  /** Extra authorization request parameters (`access_type=offline`, `audience=…`). */
  readonly authParams: Readonly<Record<string, string>>;
  /** Whether the RFC 8707 `resource` parameter is sent; a provider that rejected it is remembered. */
  readonly resourceParameter: 'send' | 'omit';
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** One user's tokens for a provider. */
export interface Connection {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly providerId: string;
  /**
   * The provider as it was when the consent was given, once its client or authorization server has changed since:
   * the tokens are sealed for it, renewed and revoked with it, until the next consent.
   */
  readonly formerProvider?: Provider;
  readonly status: 'connected' | 'reconnect_needed';
  /** The origins of the servers that the consent was for: its tokens go to no other. */
  readonly origins?: readonly string[];
  /** Who consented, by the ID token or the userinfo endpoint, when there is one. For people to read. */
  readonly account?: string;
  readonly scopesGranted: readonly string[];
  /** Scopes that a server demanded of a call (RFC 6750, `insufficient_scope`): the next consent asks for them. */
  readonly scopesChallenged: readonly string[];
  /** Of those, what was asked for and not granted: not asked again unless a person names it. */
  readonly scopesRefused?: readonly string[];
  /** Consents that were asked only because of a challenge; bounded, so that no server can ask for ever. */
  readonly stepUps: number;
  /** The private key (JWK) that DPoP tokens are bound to. */
  readonly dpopKey?: Sealed;
  readonly refreshToken?: Sealed;
  /** Counts every saved token response: the compare-and-set of single flight. */
  readonly generation: number;
  /** Who renews it now. `process` is the holder's presence: a lease of a process that is gone ends at once. */
  readonly lease?: { readonly owner: string; readonly until: number; readonly process?: string };
  readonly connectedAt: number;
  readonly refreshedAt?: number;
  readonly lastError?: string;
}

/** An access token of a connection, for one resource ('' when the server binds it to none). */
export interface AccessToken {
  readonly connectionId: string;
  readonly resource: string;
  readonly token: Sealed;
  readonly tokenType: 'bearer' | 'dpop';
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly scopes: readonly string[];
}

/** Tokens that were deleted here, with what is needed to revoke them at their authorization server. */
export interface PendingRevocation {
  /** That of the connection. */
  readonly id: string;
  readonly project: string;
  /** The one that the tokens are sealed for. */
  readonly provider: Provider;
  readonly connection: Connection;
  readonly tokens: readonly AccessToken[];
}

/** What a client of the gateway shows to be let in: one for each project and user whose connections it uses. */
export interface GatewayToken {
  readonly project: string;
  readonly user: string;
  readonly token: Sealed;
  readonly createdAt: number;
}

/** A tool server without a manifest, made by `server create` or `connect URL --name`. */
export interface Server {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  readonly displayName: string;
  readonly url: string;
  readonly namespace: string;
  readonly auth: 'none' | 'oauth' | 'token';
  /** Where its tokens come from, with `oauth`. */
  readonly providerId?: string;
  /** A fixed bearer token, with `token`. */
  readonly token?: Sealed;
  /** Headers of every request beside `Authorization` of OAuth; their values may be secret. */
  readonly headers?: Readonly<Record<string, Sealed>>;
  /** The RFC 8707 resource; may be a URN. */
  readonly resource?: string;
  /** Only a resource that a person gave is sent whatever the server says of itself later. */
  readonly resourceFrom?: 'given' | 'discovered';
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What the tools of a server were when somebody began to use them, or accepted a change. */
export interface ToolPins {
  readonly project: string;
  /** The unique name of the server. */
  readonly server: string;
  /** Whose tools these are: at another address nothing has been accepted yet. */
  readonly url: string;
  /** Counts what was accepted, so that a process can tell that another one has accepted something. */
  readonly version: number;
  /** Whether new tools and prompts are hidden until somebody accepts them. */
  readonly holdsNew?: boolean;
  readonly pins: readonly ToolPin[];
}

export interface ToolPin {
  /** The tool, as its server calls it. */
  readonly tool: string;
  /** Set for a prompt. */
  readonly kind?: 'prompt';
  /** Its definition in canonical JSON; `null` for one that is new and not accepted. */
  readonly definition: string;
  /** Unset for a pin of an earlier version, which has only the parts that models read. */
  readonly isWhole?: true;
  readonly pinnedAt: number;
  /** Since when the server gives another definition. */
  readonly changedAt?: number;
}

/** What may use tools through the gateway, and of which servers. It has no connections: those belong to users. */
export interface Agent {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  readonly description?: string;
  /** Whatever its backend wants to keep with it. */
  readonly configuration?: JsonObject;
  readonly attachments: readonly Attachment[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface Attachment {
  /** The unique name of a server: `app/collection`, or that of one made by hand. It outlives a reinstallation. */
  readonly server: string;
  /** Which of its tools, by their own names; `*` and `?` are wildcards. None means all. */
  readonly tools: readonly string[];
}

/** A server as one user knows it. */
export interface ServerKey {
  /** The id of the installation or server that it belongs to, which takes it along when it goes. */
  readonly owner: string;
  /** Its unique name in the project. */
  readonly server: string;
  readonly user: string;
}

/** What a server was found to be when a user last asked it. */
export interface ServerCacheRow extends ServerKey {
  /** Another URL is another server. */
  readonly url: string;
  /** Its era as src/mcp/era.ts has it. */
  readonly era: { readonly found: object; readonly until: number };
  /** Its tools as it defined them. */
  readonly tools?: { readonly definitions: readonly object[]; readonly until: number };
}

/** Why a user could not use a server when it was last tried; gone as soon as it can be used. */
export interface ServerFailure extends ServerKey {
  readonly url: string;
  readonly kind: ServerFailureKind;
  /** The code of the refusal, and its three parts. */
  readonly code: string;
  readonly what: string;
  readonly why?: string;
  /** What to do, in words. Empty where `advice` says it. */
  readonly next: string;
  /** What to do, with its steps as data, so that each front words them for whoever reads. */
  readonly advice?: Hint['parts'];
  /** A call failed. That lists can be read says nothing about calls, so only a call ends it. */
  readonly during?: 'call';
  /** The challenge of a 401 (RFC 9110, section 11.6.1): what the next consent is for. */
  readonly challenge?: string;
  readonly at: number;
}

export type ServerFailureKind =
  /** The server wants another kind of authorization than it is used with. */
  | 'auth_mode'
  | 'scopes'
  /** The RFC 8707 resource is not the server's, or the token is for another one. */
  | 'resource'
  /** No MCP server, or no authorization server, is at its URL. */
  | 'url'
  | 'redirect_uri'
  | 'timeout'
  /** The provider registers no client by itself. */
  | 'registration'
  | 'other';
