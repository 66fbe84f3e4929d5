/** Which key store a home uses: a small file beside the database, without any secret. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../refusal.ts';
import { createPrivateFile, ensurePrivateFolder, readPrivateFile, replacePrivateFile } from './private-files.ts';

export const KEY_STORE_RECORD = 'key-store.json';

export type StoredKey =
  | { readonly store: 'keychain'; readonly account: string; readonly fingerprint: string }
  | { readonly store: 'file'; readonly path: string; readonly fingerprint: string }
  /** `salt` is base64; the parameters are those of RFC 7914. */
  | { readonly store: 'passphrase'; readonly salt: string; readonly fingerprint: string };

/** While keys are being changed, `next` is the one that secrets may be sealed under already. */
export type KeyStoreRecord = StoredKey & { readonly next?: StoredKey };

export function readKeyStoreRecord(home: string): KeyStoreRecord | undefined {
  const file = join(home, KEY_STORE_RECORD);
  const text = readPrivateFile(file);
  if (text === undefined) return undefined;
  try {
    const record = JSON.parse(text);
    if (typeof record.fingerprint === 'string' && typeof record.store === 'string') return record;
  } catch {
    // Told below, like any other content that is not ours.
  }
  throw new Refusal('state-damaged', {
    what: 'The record of the key store is damaged.',
    why: `${file} is not what mcpctl wrote.`,
    hint: 'Restore it from a backup: without it the stored secrets cannot be read.',
    details: { file },
  });
}

/** Remembers the key store of a home. False when another process was first: then its key counts. */
export function claimKeyStore(home: string, stored: StoredKey): boolean {
  ensurePrivateFolder(home, () => true);
  const text = `${JSON.stringify(stored, null, 2)}\n`;
  return createPrivateFile(join(home, KEY_STORE_RECORD), (temporary) =>
    writeFileSync(temporary, text, { flush: true }),
  );
}

/** Changes what is remembered; undefined forgets it. */
export function replaceKeyStoreRecord(home: string, record: KeyStoreRecord | undefined): void {
  const file = join(home, KEY_STORE_RECORD);
  if (record === undefined) rmSync(file, { force: true });
  else replacePrivateFile(file, `${JSON.stringify(record, null, 2)}\n`);
}
