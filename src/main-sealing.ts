/** Once for each home and database: seals again what an earlier version sealed, before anything is read. */
import { createSealingRecord } from './adapters/sealing-record.ts';
import { createFormerSecrets, createSecrets, FORMAT, FORMER_FORMAT, type MasterKey } from './adapters/vault.ts';
import { canParseUrl } from './can-parse-url.ts';
import type { KeyStore, State } from './ports/index.ts';
import { Refusal } from './refusal.ts';
import { sha256Of } from './sha256.ts';

export interface SealingInput {
  readonly home: string;
  /** That of PostgreSQL; undefined for the file of the home. */
  readonly databaseUrl: string | undefined;
  readonly keyStore: () => Promise<KeyStore & { readonly masterKey: MasterKey }>;
}

/**
 * A key store that cannot be used stops nothing here: what needs no secret goes on, and what needs one is refused by the same
 * key store. It is tried again by the next process.
 */
export async function sealInCurrentFormat(state: State, { home, databaseUrl, keyStore }: SealingInput): Promise<void> {
  const record = createSealingRecord(home, await nameOf(databaseUrl));
  if (record.isDone()) return;
  const isFormer = await state.read((tables) => tables.holdsFormat(FORMER_FORMAT));
  if (!isFormer || (await resealWith(await keyStore(), state))) record.conclude();
}

async function resealWith(keyStore: KeyStore & { readonly masterKey: MasterKey }, state: State): Promise<boolean> {
  const { store, fingerprint } = await keyStore.describe();
  // Nothing here was sealed with a key of this home, and none is to be made.
  if (store !== 'environment' && fingerprint === undefined) return false;
  const { resealFormer } = await import('./tokens/reseal-former.ts');
  const { masterKey } = keyStore;
  const change = { former: createFormerSecrets(masterKey), secrets: createSecrets(masterKey) };
  try {
    return await resealFormer({ ...change, format: FORMAT, formerFormat: FORMER_FORMAT }, { state });
  } catch (thrown) {
    if (thrown instanceof Refusal) return false;
    throw thrown;
  }
}

/** Tells the databases of a home apart: by host and path, without the password. */
async function nameOf(url: string | undefined): Promise<string> {
  if (url === undefined) return 'file';
  const place = canParseUrl(url) ? `${new URL(url).host}${new URL(url).pathname}` : url;
  return (await sha256Of(place)).slice(0, 32);
}
