/** What `keys` prints: the key store, and what to do after a change. */
import { counted } from '../../counted.ts';
import { type Hint, hint, type NextStep } from '../../next-step.ts';
import type { KeyStoreDescription } from '../../ports/index.ts';
import { printable } from '../../printable.ts';
import type { Rekeyed } from '../../usecases/keys/rekey.ts';

export function keysText({ store, place, fingerprint, isUnfinished }: KeyStoreDescription): string | Hint {
  if (store === undefined) return 'No key store yet: one is chosen when the first secret is stored.';
  const lines = [
    `key store    ${store}`,
    ...(place === undefined ? [] : [`place        ${printable(place)}`]),
    ...(fingerprint === undefined ? [] : [`fingerprint  ${fingerprint}`]),
  ].join('\n');
  if (!isUnfinished) return lines;
  const completion: NextStep = { do: 'run', words: ['keys', 'move', store] };
  return hint`${lines}\nA change of keys is not finished. Complete it: ${completion}`;
}

export function rekeyedText({ store, secrets }: Rekeyed, before: KeyStoreDescription): string {
  const done = `Encrypted ${counted(secrets, 'secret')} under a new master key (${store}).`;
  if (before.store !== 'environment') return done;
  const next =
    store === 'environment'
      ? 'Set MCPCTL_MASTER_KEY to what MCPCTL_NEW_MASTER_KEY is, wherever mcpctl runs.'
      : 'Unset MCPCTL_MASTER_KEY: the key is kept elsewhere now.';
  return `${done}\n${next}`;
}
