/**
 * A plan: everything that will happen, as a document. `mcpctl plan --json` prints it, and `install` applies it step by
 * step. It holds no secret, and its names are those of JSON.
 */

import type { CollectionId, GrantType, ProviderKey, ProviderName } from '../manifest/types.ts';
import type { Hint, NextStep } from '../next-step.ts';
import type { InstalledCollection, ScopeWithOrigin } from '../records.ts';

export type Operation = 'install' | 'reinstall' | 'upgrade' | 'uninstall';

export interface Plan {
  readonly operation: Operation;
  readonly project: string;
  readonly app: string;
  readonly version: string | null;
  /** In the order in which they are applied. Without steps, there is nothing to do. */
  readonly steps: readonly Step[];
  /** What still has to be answered. */
  readonly questions: readonly Question[];
  readonly conflicts: readonly Conflict[];
  readonly warnings: readonly Warning[];
}

export type Step =
  | { readonly action: 'revoke-connection'; readonly provider_name: ProviderName; readonly user: string }
  | { readonly action: 'delete-provider'; readonly provider_name: ProviderName }
  | { readonly action: 'create-provider'; readonly provider: PlannedProvider }
  | UpdateProvider
  /** A provider made by hand, found by its name. */
  | { readonly action: 'reuse-provider'; readonly provider_name: ProviderName; readonly collection_id: CollectionId }
  | { readonly action: 'bind-provider'; readonly provider_key: ProviderKey; readonly provider_name: ProviderName }
  | { readonly action: 'bind-collection'; readonly collection_id: CollectionId; readonly provider_name: ProviderName }
  | StoreSecret
  | RecordInstallation
  | { readonly action: 'delete-installation'; readonly app: string };

export interface StoreSecret {
  readonly action: 'store-secret';
  readonly key: string;
}

export interface UpdateProvider {
  readonly action: 'update-provider';
  readonly provider: PlannedProvider;
  readonly changes: readonly Change[];
  /** Whether people have to consent again before all of it takes effect. */
  readonly needs_consent: boolean;
}

export interface Change {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

export interface RecordInstallation {
  readonly action: 'record-installation';
  readonly app: string;
  readonly version: string | null;
  readonly collections: readonly PlannedCollection[];
}

export interface PlannedCollection {
  readonly id: CollectionId;
  readonly url: string;
  readonly name: string;
  readonly namespace: string;
  readonly auth: InstalledCollection['auth'];
  readonly oauth_app: ProviderName | null;
  /** The key of the answer that holds its API key, when one was given or is asked for. */
  readonly api_key: string | null;
}

export interface PlannedProvider {
  readonly name: ProviderName;
  readonly display_name: string;
  readonly grant_type: GrantType;
  readonly use_pkce: boolean;
  /** Null when it is asked for, or registered by `connect`. */
  readonly client_id: string | null;
  readonly client_id_from: 'manifest' | 'installer' | 'question' | 'registration';
  readonly client_secret: 'given' | 'question' | 'none';
  /** The key of the answer that holds the client secret. */
  readonly client_secret_key: string;
  readonly scopes: readonly ScopeWithOrigin[];
  /** What the installer asked for beside the manifest. Scopes that the manifest names too are in both lists. */
  readonly scopes_given: readonly string[];
  /** Null when `connect` discovers it. */
  readonly authorization_endpoint: string | null;
  readonly token_endpoint: string | null;
  readonly revocation_endpoint: string | null;
  /** To be registered at the provider. The port may be any (RFC 8252, section 7.3). */
  readonly redirect_uris: readonly string[];
  /** The collections that get their tokens from it. */
  readonly collections: readonly CollectionId[];
}

export interface Question {
  /** The key of `--set KEY=VALUE`. */
  readonly key: string;
  readonly kind: 'client_id' | 'client_secret' | 'scopes' | 'api_key';
  /** A secret is typed hidden, or given as a reference. */
  readonly secret: boolean;
  /** Whether the installation needs an answer. */
  readonly required: boolean;
  readonly message: string;
  readonly instructions: string | null;
  /** The value when nothing is answered. */
  readonly initial: string | null;
}

/** A name that belongs to something else. */
export interface Conflict {
  readonly provider_name: ProviderName;
  /** The owner of the name, in words. */
  readonly held_by: string;
  readonly ways_out: readonly (string | Hint)[];
  readonly next_step: NextStep;
}

export interface Warning {
  readonly code:
    | 'host-punycode'
    | 'scopes-new'
    | 'scopes-dropped'
    | 'provider-missing'
    | 'collection-skipped'
    | 'endpoint-unused'
    | 'namespace-taken'
    | 'collection-moved';
  readonly message: string | Hint;
  readonly next_step?: NextStep;
}

/**
 * Whether a person has to confirm the plan even without a terminal: it deletes something, or sends tokens to another
 * host.
 */
export function needsYes(plan: Plan): boolean {
  if (plan.warnings.some(({ code }) => code === 'collection-moved')) return true;
  const destructive = new Set<Step['action']>(['delete-provider', 'revoke-connection', 'delete-installation']);
  return plan.steps.some(({ action }) => destructive.has(action));
}
