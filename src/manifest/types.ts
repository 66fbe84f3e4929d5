/** The app manifest as its author writes it, with the names of the document (schemas/app-manifest.schema.json). */

declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** A key of `oauth_providers`. It has a meaning only inside its manifest. */
export type ProviderKey = Brand<string, 'ProviderKey'>;
/** The unique name of a provider in a project. */
export type ProviderName = Brand<string, 'ProviderName'>;
/** The `id` of an MCP collection: snake_case, stable after publishing. */
export type CollectionId = Brand<string, 'CollectionId'>;

export type GrantType = 'authorization_code' | 'client_credentials';

/** The values that install can ask for. */
export type RequiredAtInstall = 'client_id' | 'client_secret' | 'scopes';

/** An entry of `oauth_providers`, or the `oauth_config` of one collection: the same fields. */
export interface OAuthConfig {
  readonly grant_type?: GrantType;
  readonly authorization_endpoint?: string;
  readonly token_endpoint?: string;
  readonly revocation_endpoint?: string;
  readonly client_id?: string;
  readonly use_pkce?: boolean;
  readonly default_scopes?: readonly string[];
  readonly required_at_install?: readonly RequiredAtInstall[];
  readonly name?: ProviderName;
  readonly display_name?: string;
}

export interface McpCollection {
  readonly type: 'mcp';
  readonly id: CollectionId;
  readonly url: string;
  readonly name: string;
  readonly description: string;
  readonly namespace: string;
  readonly auth?: 'oauth' | 'api_key' | 'other';
  readonly api_key_config?: { readonly required_at_install?: boolean; readonly instructions?: string };
  readonly oauth_app?: ProviderName;
  readonly oauth_config?: OAuthConfig;
  readonly oauth_provider?: ProviderKey;
  readonly oauth_scopes?: readonly string[];
}

export interface SdkCollection {
  readonly type: 'vertesia_sdk';
  readonly url: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly description?: string;
  readonly auth?: string;
}

export type Collection = McpCollection | SdkCollection;

/** A manifest that passed the schema. */
export interface Manifest {
  readonly name?: string;
  readonly title?: string;
  readonly description?: string;
  readonly version?: string;
  readonly tool_collections?: readonly Collection[];
  readonly endpoint?: string;
  readonly endpoint_overrides?: Readonly<Record<string, string>>;
  readonly oauth_providers?: Readonly<Record<string, OAuthConfig>>;
  /** Listing fields that no command acts on: publisher, status, visibility, icon and so on. */
  readonly [listing: string]: unknown;
}

/** The MCP collections, in manifest order. */
export function mcpCollections(manifest: Manifest): McpCollection[] {
  return (manifest.tool_collections ?? []).filter((collection) => collection.type === 'mcp');
}

/** The provider entries in manifest order; own properties only, so that no prototype key counts. */
export function oauthProviders(manifest: Manifest): [ProviderKey, OAuthConfig][] {
  return Object.entries(manifest.oauth_providers ?? {}) as [ProviderKey, OAuthConfig][];
}

/** An MCP server document that passed the schema (schemas/mcp-server.schema.json). */
export interface McpServer {
  readonly name: string;
  readonly config: {
    readonly endpoint: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly auth?: ServerAuthFields;
  };
}

export type ServerAuthType =
  | 'token'
  | 'oauth_client_credentials'
  | 'oauth_authorization_code_public_pkce'
  | 'oauth_authorization_code_confidential_pkce';

/** The rule `server-auth-fields` says which fields belong to which type. */
export interface ServerAuthFields {
  readonly type: ServerAuthType;
  readonly auth_token?: string;
  readonly client_id?: string;
  readonly client_secret?: string;
  readonly auth_url?: string;
  readonly token_url?: string;
  readonly register_url?: string;
  readonly scopes?: readonly string[];
  /** RFC 8707: a URL or a URN. */
  readonly resource?: string;
}
