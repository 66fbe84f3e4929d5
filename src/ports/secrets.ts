/** Encryption of what the state keeps, and the master key for it. */
import type { Sealed } from '../records.ts';
import type { Secret } from '../secret.ts';

/** What a sealed secret belongs to: its associated data. Opening it under another context fails. */
export interface SecretContext {
  readonly project: string;
  /** The id of the row's owner: a provider, a connection's provider, or an installation. */
  readonly owner: string;
  readonly column: string;
  readonly issuer?: string;
  readonly tokenEndpoint?: string;
  readonly clientId?: string;
}

/** Encryption under the master key; the key store is touched at the first call, not before. */
export interface Secrets {
  seal(secret: Secret, context: SecretContext): Promise<Sealed>;
  /** Refuses `secret-unreadable`, and what the key store refuses. */
  open(sealed: Sealed, context: SecretContext): Promise<Secret>;
}

export const KEY_STORES = ['keychain', 'environment', 'passphrase', 'file'] as const;

export type KeyStoreName = (typeof KEY_STORES)[number];

/** Where the master key of a home is kept (docs/install.md). */
export interface KeyStore {
  /** What is known without touching a key. No store: none was needed yet, and none was chosen. */
  describe(): Promise<KeyStoreDescription>;
  /** Fetches the key, and tries a keychain by writing, reading and deleting. Refuses what the store refuses. */
  check(): Promise<void>;
  /** Makes a new key, in the same store or another; the old one stays in force until `conclude`. */
  renew(store?: KeyStoreName): Promise<Renewal>;
}

export interface KeyStoreDescription {
  readonly store?: KeyStoreName;
  /** A file, or the account in a keychain. */
  readonly place?: string;
  /** Names the key, and tells nothing about it. */
  readonly fingerprint?: string;
  /** A change of keys was interrupted; changing again completes it. */
  readonly isUnfinished: boolean;
}

export interface Renewal {
  readonly store: KeyStoreName;
  /** Seals under the new key. */
  readonly secrets: Secrets;
  /** The new key is in force, and the old one is removed. */
  conclude(): Promise<void>;
}
