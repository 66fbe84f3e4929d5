/** Where the master key is kept. One key per home; nothing falls back to another store in silence. */
import { randomBytes, scrypt } from 'node:crypto';
import type { Progress, Prompts } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { Secret } from '../secret.ts';
import { createKeyFile, readKeyFile, removeKeyFile } from './key-file.ts';
import { createKeychain, type Keychain, probeKeychain } from './keychain.ts';
import { claimKeyStore, readKeyStoreRecord, type StoredKey } from './keystore-record.ts';
import { fingerprintOf } from './vault.ts';

export const KEY_STORES = ['keychain', 'environment', 'passphrase', 'file'] as const;
export type KeyStoreName = (typeof KEY_STORES)[number];

export interface KeyStoreOptions {
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly prompts: Prompts;
  readonly progress?: Progress;
  /** For tests; the keychain of the platform otherwise. */
  readonly keychain?: Keychain;
}

const KEY_BYTES = 32;

/** Milliseconds to wait for a keychain: long only when a person is there to unlock it. */
const DEADLINE = { alone: 3_000, attended: 60_000 };

/**
 * The master key of a home, made at its first use. Refuses `key-store-unavailable`, `key-store-locked`,
 * `master-key-invalid`.
 */
export function createMasterKey(options: KeyStoreOptions): () => Promise<Uint8Array> {
  let key: Promise<Uint8Array> | undefined;
  return () => {
    key ??= masterKey(options);
    return key;
  };
}

async function masterKey(options: KeyStoreOptions): Promise<Uint8Array> {
  const { home, environment } = options;
  const stored = readKeyStoreRecord(home);
  const wanted = chosenStore(environment);
  if (wanted === 'environment') return environmentKey(environment);
  if (stored && wanted && stored.store !== wanted) throw otherStore(stored.store, wanted);
  if (stored) return checked(stored, await fetchKey(stored, options));
  return createKey(wanted ?? (await defaultStore(options)), options);
}

/** What `MCPCTL_KEY_STORE` says; a `MCPCTL_MASTER_KEY` alone says it too. */
export function chosenStore(environment: NodeJS.ProcessEnv): KeyStoreName | undefined {
  const name = environment.MCPCTL_KEY_STORE || (environment.MCPCTL_MASTER_KEY ? 'environment' : undefined);
  if (name === undefined) return undefined;
  const known = KEY_STORES.find((store) => store === name);
  if (known) return known;
  throw new Refusal('key-store-unavailable', {
    what: `There is no key store called "${name}".`,
    why: `MCPCTL_KEY_STORE is one of ${KEY_STORES.join(', ')}.`,
    hint: 'Set it to one of these: export MCPCTL_KEY_STORE=file',
  });
}

function environmentKey(environment: NodeJS.ProcessEnv): Uint8Array {
  const text = environment.MCPCTL_MASTER_KEY ?? '';
  const key = Buffer.from(text, 'base64');
  if (key.length === KEY_BYTES && /^[A-Za-z0-9+/_-]{43}=?$/.test(text)) {
    // Known as a secret, so that no output can show it.
    void new Secret(text);
    return key;
  }
  throw new Refusal('master-key-invalid', {
    what: 'MCPCTL_MASTER_KEY is not base64 of 32 bytes.',
    why: text === '' ? 'It is not set.' : `It stands for ${key.length} bytes.`,
    hint: 'Make one, and keep it: export MCPCTL_MASTER_KEY=$(openssl rand -base64 32)',
  });
}

/** The keychain where there is one; else a person chooses once, and the choice is remembered. */
async function defaultStore({ prompts, ...options }: KeyStoreOptions): Promise<KeyStoreName> {
  try {
    await probeKeychain(keychainOf({ prompts, ...options }));
    return 'keychain';
  } catch (thrown) {
    const isAbsent = thrown instanceof Refusal && thrown.code === 'key-store-unavailable';
    if (!isAbsent || !prompts.allowed) throw thrown;
  }
  return prompts.choose({
    message: 'There is no keychain here. Where shall the master key be kept?',
    choices: [
      { value: 'file', name: 'in a file that only you can read' },
      { value: 'passphrase', name: 'nowhere: derive it from a passphrase that you type each time' },
    ],
  });
}

async function fetchKey(stored: StoredKey, options: KeyStoreOptions): Promise<Uint8Array | undefined> {
  if (stored.store === 'file') return readKeyFile(stored.path);
  if (stored.store === 'passphrase') return derive(await passphrase(options), stored.salt);
  const text = await keychainOf(options).getPassword(stored.account);
  return text === null ? undefined : Buffer.from(text, 'base64');
}

async function createKey(store: KeyStoreName, options: KeyStoreOptions): Promise<Uint8Array> {
  const { key, stored } = await makeKey(store, options);
  if (claimKeyStore(options.home, stored)) return key;
  // Another process was first. Ours was never used.
  if (stored.store === 'keychain') await keychainOf(options).deletePassword(stored.account);
  if (stored.store === 'file') removeKeyFile(stored.path);
  return masterKey(options);
}

async function makeKey(store: KeyStoreName, options: KeyStoreOptions): Promise<{ key: Uint8Array; stored: StoredKey }> {
  if (store === 'passphrase') {
    const salt = randomBytes(16).toString('base64');
    const key = await derive(await newPassphrase(options), salt);
    return { key, stored: { store, salt, fingerprint: await fingerprintOf(key) } };
  }
  const key = randomBytes(KEY_BYTES);
  const fingerprint = await fingerprintOf(key);
  if (store === 'file') return { key, stored: { store, path: createKeyFile(options.environment, key), fingerprint } };
  const keychain = keychainOf(options);
  const account = `master-key-${fingerprint}`;
  await keychain.setPassword(account, key.toString('base64'));
  if ((await keychain.getPassword(account)) === null) await probeKeychain(keychain);
  return { key, stored: { store: 'keychain', account, fingerprint } };
}

/** A key that is gone or another must never be used: new secrets would be lost among the old. */
async function checked(stored: StoredKey, key: Uint8Array | undefined): Promise<Uint8Array> {
  if (key && (await fingerprintOf(key)) === stored.fingerprint) return key;
  const hints: Record<StoredKey['store'], string> = {
    passphrase: 'Try again. Without the passphrase the stored secrets cannot be read.',
    file: 'Restore the file. Without it, delete key-store.json in the state folder, reinstall with --ask, and connect again.',
    keychain:
      'Unlock or restore the keychain. Without it, delete key-store.json in the state folder, reinstall with --ask, and connect again.',
  };
  throw new Refusal('key-store-locked', {
    what:
      stored.store === 'passphrase' ? 'The passphrase is wrong.' : 'The master key of this home is not where it was.',
    why: key ? 'It is not the key that the secrets were encrypted with.' : placeOf(stored),
    hint: hints[stored.store],
    details: { key_store: stored.store },
  });
}

function placeOf(stored: StoredKey): string {
  if (stored.store === 'file') return `${stored.path} is missing.`;
  return 'The keychain has no such entry, or is locked.';
}

async function passphrase({ environment, prompts }: KeyStoreOptions): Promise<Secret> {
  if (environment.MCPCTL_PASSPHRASE) return new Secret(environment.MCPCTL_PASSPHRASE);
  if (prompts.allowed) return prompts.secret({ message: 'Passphrase of the stored secrets' });
  throw new Refusal('key-store-locked', {
    what: 'The passphrase is needed.',
    why: 'MCPCTL_PASSPHRASE is not set, and asking is not allowed.',
    hint: 'Set it in the environment: MCPCTL_PASSPHRASE',
  });
}

async function newPassphrase(options: KeyStoreOptions): Promise<Secret> {
  const first = await passphrase(options);
  if (options.environment.MCPCTL_PASSPHRASE) return first;
  const second = await options.prompts.secret({ message: 'The same passphrase again' });
  if (first.reveal() === second.reveal()) return first;
  throw new Refusal('key-store-locked', {
    what: 'The two passphrases differ.',
    hint: 'Nothing was stored. Run the command again.',
  });
}

/** RFC 7914 with N = 2^16, r = 8, p = 2: 64 MiB and a good part of a second for each guess. */
function derive(secret: Secret, salt: string): Promise<Uint8Array> {
  const cost = { N: 2 ** 16, r: 8, p: 2, maxmem: 2 ** 27 };
  return new Promise((resolve, reject) => {
    scrypt(secret.reveal().normalize('NFC'), Buffer.from(salt, 'base64'), KEY_BYTES, cost, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

function keychainOf({ keychain, environment, prompts }: KeyStoreOptions): Keychain {
  return keychain ?? createKeychain({ deadline: prompts.allowed ? DEADLINE.attended : DEADLINE.alone, environment });
}

function otherStore(current: string, wanted: KeyStoreName): Refusal {
  return new Refusal('key-store-unavailable', {
    what: `The secrets of this home are under the key store "${current}", not "${wanted}".`,
    why: 'A second master key would make some of them unreadable.',
    hint: `Unset MCPCTL_KEY_STORE, or move them: mcpctl keys move ${wanted}`,
  });
}
