/** The input of every target: a manifest with its derived names, scopes and secret keys. */
import type { GrantType, Manifest, ProviderName } from '../manifest/types.ts';
import type { ScopeWithOrigin } from '../records.ts';

export interface CompileInput {
  readonly manifest: Manifest;
  /** The canonical manifest, and its SHA-256 in hexadecimal. */
  readonly canonical: string;
  readonly sha256: string;
  readonly app: string;
  readonly collections: readonly CompiledCollection[];
  readonly providers: readonly CompiledProvider[];
}

export interface CompiledCollection {
  readonly id: string;
  /** The name of the server, in kebab-case. */
  readonly serverName: string;
  readonly url: string;
  readonly namespace: string;
  readonly access:
    | { readonly via: 'none' }
    | { readonly via: 'api_key'; readonly secretKey: string }
    | { readonly via: 'provider'; readonly provider: CompiledProvider }
    /** The provider was made by hand, or connect will discover it. Only the name can be known. */
    | { readonly via: 'oauth'; readonly providerName?: ProviderName };
}

export interface CompiledProvider {
  readonly name: ProviderName;
  readonly displayName: string;
  readonly grantType: GrantType;
  readonly usePkce: boolean;
  readonly clientId?: string;
  /** The key of the client secret, when install asks for one. */
  readonly clientSecretKey?: string;
  readonly authorizationEndpoint?: string;
  readonly tokenEndpoint?: string;
  readonly scopes: readonly ScopeWithOrigin[];
}

/** A reference in the place of a secret. No target ever holds a secret itself. */
export function secretReference(key: string): string {
  return `\${secret:${key}}`;
}
