/** What targets are made of: a manifest with its derived names, scopes and secret keys worked out. */
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
  /** kebab-case, as servers are called. */
  readonly serverName: string;
  readonly url: string;
  readonly namespace: string;
  readonly access:
    | { readonly via: 'none' }
    | { readonly via: 'api_key'; readonly secretKey: string }
    | { readonly via: 'provider'; readonly provider: CompiledProvider }
    /** Made by hand, or discovered at connect: nothing is known but the name. */
    | { readonly via: 'oauth'; readonly providerName?: ProviderName };
}

export interface CompiledProvider {
  readonly name: ProviderName;
  readonly displayName: string;
  readonly grantType: GrantType;
  readonly usePkce: boolean;
  readonly clientId?: string;
  /** The key of the client secret, where one is asked for at install. */
  readonly clientSecretKey?: string;
  readonly authorizationEndpoint?: string;
  readonly tokenEndpoint?: string;
  readonly scopes: readonly ScopeWithOrigin[];
}

/** Where a secret belongs, its reference: nothing compiled ever holds the secret itself. */
export function secretReference(key: string): string {
  return `\${secret:${key}}`;
}
