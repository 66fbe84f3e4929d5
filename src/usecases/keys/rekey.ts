/** `keys move` and `keys rotate`: encrypt every secret of every project again, in one transaction. */
import type { KeyStoreName, Ports } from '../../ports/index.ts';
import { Refusal } from '../../refusal.ts';
import { type Resealing, readSealedRows, resealed, saveSealedRows } from '../../tokens/sealed-rows.ts';

export interface Rekeyed {
  readonly store: KeyStoreName;
  /** How many secrets were encrypted again. */
  readonly secrets: number;
}

/** How often to try when other processes write in between. */
const ATTEMPTS = 10;

/**
 * The old key stays in force when it throws.
 *
 * @throws Refusal `secret-unreadable`, `state-busy`, and what the key stores refuse.
 */
export async function rekey(
  store: KeyStoreName | undefined,
  ports: Pick<Ports, 'state' | 'secrets' | 'keyStore' | 'progress'>,
): Promise<Rekeyed> {
  ports.progress.step('Making a new master key');
  const renewal = await ports.keyStore.renew(store);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = await ports.state.read(readSealedRows);
    ports.progress.step('Encrypting every secret anew');
    let count = 0;
    const underNewKey: Resealing = async (sealed, context) => {
      count++;
      return renewal.secrets.seal(await ports.secrets.open(sealed, context), context);
    };
    const rows = await resealed(before, underNewKey);
    const isDone = await ports.state.write(async (tables) => {
      if (JSON.stringify(await readSealedRows(tables)) !== JSON.stringify(before)) return false;
      await saveSealedRows(rows, tables);
      return true;
    });
    if (!isDone) continue;
    await renewal.conclude();
    ports.progress.done();
    return { store: renewal.store, secrets: count };
  }
  throw new Refusal('state-busy', {
    what: 'The secrets could not be encrypted anew.',
    why: 'Other processes changed them all the while.',
    hint: 'Stop them and run the command again. Until then the old key stays in force.',
  });
}
