import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeyStore, type KeyStoreOptions } from '../../../src/adapters/key-store.ts';
import { createKeychain, type Keychain } from '../../../src/adapters/keychain.ts';
import { createPrompts } from '../../../src/adapters/prompts.ts';
import type { Prompts } from '../../../src/ports/person.ts';
import { Refusal } from '../../../src/refusal.ts';
import { Secret } from '../../../src/secret.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mcpctl-keys-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const silent = createPrompts({ allowed: false, yes: false });

function masterKey(environment: Record<string, string> = {}, options: Partial<KeyStoreOptions> = {}) {
  return createKeyStore({
    home: join(root, 'state'),
    environment: { XDG_CONFIG_HOME: join(root, 'config'), ...environment },
    prompts: silent,
    keychain: absentKeychain,
    ...options,
  }).masterKey();
}

const absent = () =>
  Promise.reject(
    new Refusal('key-store-unavailable', { what: 'There is no keychain.', hint: 'MCPCTL_KEY_STORE=file' }),
  );
const absentKeychain: Keychain = { getPassword: absent, setPassword: absent, deletePassword: absent };

function memoryKeychain(): Keychain & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    getPassword: async (account) => entries.get(account) ?? null,
    setPassword: async (account, value) => void entries.set(account, value),
    deletePassword: async (account) => void entries.delete(account),
  };
}

/** A person who answers in this order. */
function person(...answers: string[]): Prompts {
  const next = async () => answers.shift() ?? '';
  return {
    allowed: true,
    yes: false,
    text: next,
    secret: async () => new Secret(await next()),
    confirm: async () => true,
    choose: async <T extends string>() => (await next()) as T,
  };
}

describe('the key store file', () => {
  it('keeps the key in a private file of the configuration folder, apart from the state', async () => {
    const key = await masterKey({ MCPCTL_KEY_STORE: 'file' });
    expect(key).toHaveLength(32);
    expect(await masterKey()).toEqual(key);
    const [file = ''] = readdirSync(join(root, 'config/mcpctl/keys'));
    const path = join(root, 'config/mcpctl/keys', file);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(root, 'config/mcpctl/keys')).mode & 0o777).toBe(0o700);
    const inState = readdirSync(join(root, 'state')).map((name) => readFileSync(join(root, 'state', name), 'utf8'));
    expect(inState.join()).not.toContain(Buffer.from(key).toString('base64'));
  });

  it('never makes a second key when the first is gone', async () => {
    await masterKey({ MCPCTL_KEY_STORE: 'file' });
    rmSync(join(root, 'config'), { recursive: true });
    await expect(masterKey()).rejects.toMatchObject({
      code: 'key-store-locked',
      why: expect.stringContaining('is missing'),
    });
  });

  it('is one key for everybody who asks at the same time', async () => {
    const keys = await Promise.all(Array.from({ length: 10 }, () => masterKey({ MCPCTL_KEY_STORE: 'file' })));
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    expect(readdirSync(join(root, 'config/mcpctl/keys'))).toHaveLength(1);
  });
});

describe('the key store environment', () => {
  it('is chosen by MCPCTL_MASTER_KEY alone, and leaves nothing on disk', async () => {
    const key = Buffer.alloc(32, 9);
    expect(await masterKey({ MCPCTL_MASTER_KEY: key.toString('base64') })).toEqual(key);
    expect(readdirSync(root)).toEqual([]);
  });

  it.each(['short', '', Buffer.alloc(31).toString('base64'), `${Buffer.alloc(32).toString('base64')}x`])(
    'refuses what is not base64 of 32 bytes: %s',
    async (text) => {
      const environment = { MCPCTL_MASTER_KEY: text, MCPCTL_KEY_STORE: 'environment' };
      await expect(masterKey(environment)).rejects.toMatchObject({ code: 'master-key-invalid', exitCode: 5 });
    },
  );
});

describe('the key store passphrase', () => {
  it('derives the same key from the same passphrase, and refuses a wrong one', async () => {
    const environment = { MCPCTL_KEY_STORE: 'passphrase', MCPCTL_PASSPHRASE: 'correct horse' };
    const key = await masterKey(environment);
    expect(await masterKey({ MCPCTL_PASSPHRASE: 'correct horse' })).toEqual(key);
    await expect(masterKey({ MCPCTL_PASSPHRASE: 'wrong horse' })).rejects.toMatchObject({
      code: 'key-store-locked',
      message: 'The passphrase is wrong.',
    });
    await expect(masterKey()).rejects.toMatchObject({ hint: expect.stringContaining('MCPCTL_PASSPHRASE') });
  });

  it('is asked for twice when it is new', async () => {
    const environment = { MCPCTL_KEY_STORE: 'passphrase' };
    await expect(masterKey(environment, { prompts: person('one', 'two') })).rejects.toMatchObject({
      message: 'The two passphrases differ.',
    });
    expect(await masterKey(environment, { prompts: person('one', 'one') })).toHaveLength(32);
  });
});

describe('the key store keychain', () => {
  it('is the default where there is one', async () => {
    const keychain = memoryKeychain();
    const key = await masterKey({}, { keychain });
    expect([...keychain.entries.values()]).toEqual([Buffer.from(key).toString('base64')]);
    expect(await masterKey({}, { keychain })).toEqual(key);
  });

  it('says so when its entry is gone, and makes no other', async () => {
    await masterKey({}, { keychain: memoryKeychain() });
    const empty = memoryKeychain();
    await expect(masterKey({}, { keychain: empty })).rejects.toMatchObject({ code: 'key-store-locked' });
    expect(empty.entries.size).toBe(0);
  });

  it('that is absent falls back to nothing in silence', async () => {
    const child = resolve('dist/keychain-child.js');
    const keychain = createKeychain({ deadline: 10_000, environment: { PATH: process.env.PATH }, child });
    const refused = masterKey({}, { keychain });
    await expect(refused).rejects.toMatchObject({ code: 'key-store-unavailable', exitCode: 5 });
    await expect(refused).rejects.toMatchObject({ hint: expect.stringMatching(/file.*passphrase.*MCPCTL_MASTER_KEY/) });
    expect(readdirSync(root)).toEqual([]);
  });

  it('that is absent lets a person choose once, and remembers', async () => {
    const key = await masterKey({}, { prompts: person('file') });
    expect(await masterKey()).toEqual(key);
  });

  it('that hangs is given up', async () => {
    const child = join(root, 'hangs.cjs');
    writeFileSync(child, 'setInterval(() => {}, 1000)');
    const keychain = createKeychain({ deadline: 300, environment: process.env, child });
    await expect(masterKey({}, { keychain })).rejects.toMatchObject({ code: 'key-store-locked' });
  });

  it('that is locked is not taken for an absent one', async () => {
    const child = join(root, 'locked.cjs');
    writeFileSync(child, `process.stdout.write('{"failure":"the collection is locked"}')`);
    const keychain = createKeychain({ deadline: 10_000, environment: process.env, child });
    await expect(masterKey({}, { keychain, prompts: person('file') })).rejects.toMatchObject({
      code: 'key-store-locked',
    });
  });
});

describe('the choice of a key store', () => {
  it('does not split the secrets of a home between two keys', async () => {
    await masterKey({ MCPCTL_KEY_STORE: 'file' });
    const other = masterKey({ MCPCTL_KEY_STORE: 'passphrase', MCPCTL_PASSPHRASE: 'x' });
    const step = { do: 'run', words: ['keys', 'move', 'passphrase'] };
    await expect(other).rejects.toMatchObject({ hint: { parts: expect.arrayContaining([step]) } });
  });

  it('names the stores there are', async () => {
    await expect(masterKey({ MCPCTL_KEY_STORE: 'keytar' })).rejects.toMatchObject({
      why: 'MCPCTL_KEY_STORE is one of keychain, environment, passphrase, file.',
    });
  });

  it('refuses a damaged record instead of making a new key', async () => {
    mkdirSync(join(root, 'state'), { mode: 0o700 });
    writeFileSync(join(root, 'state/key-store.json'), '{', { mode: 0o600 });
    await expect(masterKey()).rejects.toMatchObject({ code: 'state-damaged' });
  });
});
