/** The key store and a change of keys, as documents (docs/json.md). */
import type { KeyStoreDescription } from '../ports/index.ts';
import type { Rekeyed } from '../usecases/keys/rekey.ts';

export function keysDocument({ store, place, fingerprint, isUnfinished }: KeyStoreDescription): object {
  return {
    key_store: store ?? null,
    place: place ?? null,
    fingerprint: fingerprint ?? null,
    unfinished: isUnfinished,
  };
}

export function rekeyedDocument({ store, secrets }: Rekeyed): object {
  return { outcome: 'done', key_store: store, secrets };
}
