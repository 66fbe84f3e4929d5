/** Encryption of secrets in the state, and the master key for it. */
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

/** Encrypts under the master key. The key store is used at the first call, not before. */
export interface Secrets {
  seal(secret: Secret, context: SecretContext): Promise<Sealed>;
  /**
   * Decrypts a secret.
   * @throws Refusal secret-unreadable, and what the key store throws
   */
  open(sealed: Sealed, context: SecretContext): Promise<Secret>;
}

export const KEY_STORES = ['keychain', 'environment', 'passphrase', 'file'] as const;

export type KeyStoreName = (typeof KEY_STORES)[number];

/** Where the master key of a home is kept (docs/install.md). */
export interface KeyStore {
  /** Says what is known without the key. Without a store, none was needed yet and none was chosen. */
  describe(): Promise<KeyStoreDescription>;
  /**
   * Reads the key, and tests a keychain by writing, reading and deleting an entry.
   * @throws what the key store throws
   */
  check(): Promise<void>;
  /** Makes a new key, in the same store or another. The old one stays in force until `conclude`. */
  renew(store?: KeyStoreName): Promise<Renewal>;
}

export interface KeyStoreDescription {
  readonly store?: KeyStoreName;
  /** A file, or the account in a keychain. */
  readonly place?: string;
  /** Names the key and reveals nothing about it. */
  readonly fingerprint?: string;
  /** A change of keys was interrupted. Another change completes it. */
  readonly isUnfinished: boolean;
}

export interface Renewal {
  readonly store: KeyStoreName;
  /** Encrypts under the new key. */
  readonly secrets: Secrets;
  /** Puts the new key in force and removes the old one. */
  conclude(): Promise<void>;
}
