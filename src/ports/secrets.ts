/** Encryption of secrets in the state, and the master key for it. */

import type { PrincipalId } from '../principal.ts';
import type { Sealed } from '../records.ts';
import type { Secret } from '../secret.ts';

/** What a sealed secret belongs to: its associated data. Opening it under another context fails. */
export interface SecretContext {
  readonly project: string;
  /** Whose secret it is. Absent where all users of the project share it. */
  readonly principal?: PrincipalId;
  /** The id of the row's owner: a provider, a connection's provider, or an installation. */
  readonly owner: string;
  readonly column: string;
  readonly issuer?: string;
  readonly tokenEndpoint?: string;
  readonly clientId?: string;
  /** The origins that it may be sent to, apart from that of the token endpoint. */
  readonly origins?: readonly string[];
  /** Counts the values of a secret that replace each other. Only a refresh token has one. */
  readonly generation?: number;
}

/** Encrypts under the master key. The key store is used at the first call, not before. */
export interface Secrets {
  seal(secret: Secret, context: SecretContext): Promise<Sealed>;
  /**
   * Decrypts a secret.
   * @throws Refusal secret-unreadable, and what the key store throws
   */
  open(sealed: Sealed, context: SecretContext): Promise<Secret>;
  /** Returns the highest generation of a secret that this home has seen in the database; 0 for one that it has not seen. */
  newest(context: SecretContext): Promise<number>;
  /** Remembers, outside of the database, that it holds this generation: an older one that is put back is noticed. */
  noteStored(context: SecretContext): Promise<void>;
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
