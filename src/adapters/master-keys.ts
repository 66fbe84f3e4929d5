/** Master keys: how each key store makes, reads and removes one. */
import { randomBytes, scrypt } from 'node:crypto';
import type { Prompts } from '../ports/person.ts';
import { Refusal } from '../refusal.ts';
import { Secret } from '../secret.ts';
import { createKeyFile, readKeyFile, removeKeyFile } from './key-file.ts';
import type { StoredKey } from './key-store-record.ts';
import { createKeychain, type Keychain, probeKeychain } from './keychain.ts';
import { fingerprintOf } from './vault.ts';

export interface KeyOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly prompts: Prompts;
  /** For tests; the keychain of the platform otherwise. */
  readonly keychain?: Keychain;
}

export interface MadeKey {
  readonly key: Uint8Array;
  readonly stored: StoredKey;
}

const KEY_BYTES = 32;

/** In milliseconds: long only when a person is there to unlock the keychain. */
const DEADLINE = { alone: 3_000, attended: 60_000 };

/**
 * Reads the key and checks by its fingerprint that it is the stored one.
 * @throws Refusal key-store-locked when the key is gone
 */
export async function storedKey(stored: StoredKey, options: KeyOptions): Promise<Uint8Array> {
  return checked(stored, await fetchKey(stored, options));
}

/** Makes a new key and keeps it in the store. */
export async function makeKey(store: StoredKey['store'], options: KeyOptions): Promise<MadeKey> {
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

export async function removeKey(stored: StoredKey, options: KeyOptions): Promise<void> {
  if (stored.store === 'keychain') await keychainOf(options).deletePassword(stored.account);
  if (stored.store === 'file') removeKeyFile(stored.path);
}

/**
 * Reads the key of an environment variable.
 * @throws Refusal master-key-invalid
 */
export function environmentKey(name: string, environment: NodeJS.ProcessEnv): Uint8Array {
  const text = environment[name] ?? '';
  const key = Buffer.from(text, 'base64');
  if (key.length === KEY_BYTES && /^[A-Za-z0-9+/_-]{43}=?$/.test(text)) {
    // A `Secret` registers the text, so that no output can show it.
    void new Secret(text);
    return key;
  }
  throw new Refusal('master-key-invalid', {
    what: `${name} is not base64 of 32 bytes.`,
    why: text === '' ? 'It is not set.' : `It stands for ${key.length} bytes.`,
    hint: `Make one, and keep it: export ${name}=$(openssl rand -base64 32)`,
  });
}

async function fetchKey(stored: StoredKey, options: KeyOptions): Promise<Uint8Array | undefined> {
  if (stored.store === 'file') return readKeyFile(stored.path);
  if (stored.store === 'passphrase') return derive(await passphrase(options), stored.salt);
  const text = await keychainOf(options).getPassword(stored.account);
  return text === null ? undefined : Buffer.from(text, 'base64');
}

/** A key that is missing or another one must never be replaced: new secrets would be unreadable beside the old ones. */
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

async function passphrase({ environment, prompts }: KeyOptions): Promise<Secret> {
  if (environment.MCPCTL_PASSPHRASE) return new Secret(environment.MCPCTL_PASSPHRASE);
  if (prompts.allowed) return prompts.secret({ message: 'Passphrase of the stored secrets' });
  throw new Refusal('key-store-locked', {
    what: 'The passphrase is needed.',
    why: 'MCPCTL_PASSPHRASE is not set, and asking is not allowed.',
    hint: 'Set it in the environment: MCPCTL_PASSPHRASE',
  });
}

async function newPassphrase(options: KeyOptions): Promise<Secret> {
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

export function keychainOf({ keychain, environment, prompts }: KeyOptions): Keychain {
  return keychain ?? createKeychain({ deadline: prompts.allowed ? DEADLINE.attended : DEADLINE.alone, environment });
}
