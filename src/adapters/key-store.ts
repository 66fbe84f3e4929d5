/** Where the master key of a home is kept. A home has one key, and no store replaces another silently. */
import { hint } from '../next-step.ts';
import {
  KEY_STORES,
  type KeyStore,
  type KeyStoreDescription,
  type KeyStoreName,
  type Renewal,
} from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { claimKeyStore, readKeyStoreRecord, replaceKeyStoreRecord, type StoredKey } from './key-store-record.ts';
import { probeKeychain } from './keychain.ts';
import { environmentKey, type KeyOptions, keychainOf, makeKey, removeKey, storedKey } from './master-keys.ts';
import { createSecrets, type MasterKey } from './vault.ts';

export interface KeyStoreOptions extends KeyOptions {
  readonly home: string;
}

/** The key store, and the key for the vault. The key is made at its first use and then remembered. */
export interface OpenedKeyStore extends KeyStore {
  /**
   * Returns the master key.
   * @throws Refusal key-store-unavailable, key-store-locked, master-key-invalid
   */
  readonly masterKey: MasterKey;
}

const VARIABLE = 'MCPCTL_MASTER_KEY';

export function createKeyStore(options: KeyStoreOptions): OpenedKeyStore {
  let inForce: Promise<Uint8Array> | undefined;
  const current = () => {
    inForce ??= currentKey(options).catch((thrown) => {
      inForce = undefined;
      throw thrown;
    });
    return inForce;
  };
  return {
    masterKey: async (fingerprint) => (fingerprint && (await keyOf(fingerprint, options))) || current(),
    describe: async () => describe(options),
    async check() {
      const { store, fingerprint } = describe(options);
      // A check must not make a key.
      if (store === 'environment' || fingerprint !== undefined) await current();
      if (store === 'keychain') await probeKeychain(keychainOf(options));
    },
    renew: (store) => renew(store, options),
  };
}

async function currentKey(options: KeyStoreOptions): Promise<Uint8Array> {
  const { home, environment } = options;
  const stored = readKeyStoreRecord(home);
  const wanted = chosenStore(environment);
  if (wanted === 'environment') return environmentKey(VARIABLE, environment);
  if (stored && wanted && stored.store !== wanted) throw otherStore(stored.store, wanted);
  if (stored) return storedKey(stored, options);
  return createKey(wanted ?? (await defaultStore(options)), options);
}

/** Returns the recorded key with this fingerprint, also a key that is no longer or not yet in force. */
async function keyOf(fingerprint: string, options: KeyStoreOptions): Promise<Uint8Array | undefined> {
  const record = readKeyStoreRecord(options.home);
  const stored = [record, record?.next].find((each) => each?.fingerprint === fingerprint);
  return stored && storedKey(stored, options);
}

async function createKey(store: StoredKey['store'], options: KeyStoreOptions): Promise<Uint8Array> {
  const { key, stored } = await makeKey(store, options);
  if (claimKeyStore(options.home, stored)) return key;
  // Another process made a key first. Our key was never used.
  await removeKey(stored, options);
  return currentKey(options);
}

function describe({ home, environment }: KeyStoreOptions): KeyStoreDescription {
  const record = readKeyStoreRecord(home);
  const wanted = chosenStore(environment);
  const isUnfinished = record?.next !== undefined || (wanted === 'environment' && record !== undefined);
  if (wanted === 'environment') return { store: wanted, place: VARIABLE, isUnfinished };
  const place = record?.store === 'file' ? record.path : record?.store === 'keychain' ? record.account : undefined;
  return { store: record?.store ?? wanted, place, fingerprint: record?.fingerprint, isUnfinished };
}

/**
 * Makes a new key beside the old one. The record names it before the first secret is sealed under it, so that a crash
 * at any point leaves no secret without its key.
 */
async function renew(wanted: KeyStoreName | undefined, options: KeyStoreOptions): Promise<Renewal> {
  const { home, environment } = options;
  const record = readKeyStoreRecord(home);
  const store = wanted ?? describe(options).store ?? (await defaultStore(options));
  if (store === 'environment') {
    const isMove = record !== undefined;
    const key = environmentKey(isMove ? VARIABLE : 'MCPCTL_NEW_MASTER_KEY', environment);
    const conclude = async () => {
      replaceKeyStoreRecord(home, undefined);
      for (const each of [record, record?.next]) if (each) await removeKey(each, options);
    };
    return { store, secrets: createSecrets(async () => key), conclude };
  }
  // An interrupted change is completed with the key that it had made, because secrets may be sealed under it.
  const unfinished = record?.next;
  const { key, stored } = unfinished
    ? { key: await storedKey(unfinished, options), stored: unfinished }
    : await makeKey(store, options);
  if (record) replaceKeyStoreRecord(home, { ...record, next: stored });
  else claimKeyStore(home, stored);
  const conclude = async () => {
    replaceKeyStoreRecord(home, stored);
    if (record) await removeKey(record, options);
  };
  return { store: stored.store, secrets: createSecrets(async () => key), conclude };
}

/** Reads `MCPCTL_KEY_STORE`. A `MCPCTL_MASTER_KEY` alone chooses the environment. */
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

/** Chooses the keychain where there is one. Elsewhere a person chooses once, and the record remembers the choice. */
async function defaultStore({ prompts, ...options }: KeyStoreOptions): Promise<StoredKey['store']> {
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

function otherStore(current: string, wanted: KeyStoreName): Refusal {
  return new Refusal('key-store-unavailable', {
    what: `The secrets of this home are under the key store "${current}", not "${wanted}".`,
    why: 'A second master key would make some of them unreadable.',
    hint: hint`Unset MCPCTL_KEY_STORE, or move them: ${{ do: 'run', words: ['keys', 'move', wanted] }}`,
  });
}
