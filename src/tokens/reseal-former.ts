/**
 * Seals again what version 0.1 sealed, for the addresses that the rows have now. The schema is migrated without the master
 * key, so this comes after it, when the database is opened by somebody who has the key (docs/decisions.md).
 */
import { originsOf } from '../plan/ending-secrets.ts';
import type { Ports, SecretContext, Secrets, Tables } from '../ports/index.ts';
import type { Connection, Sealed } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { type ToolServer, toolServersIn, usersOf } from '../targets.ts';
import { readSealedRows, resealed, type SealedRows, saveSealedRows } from './sealed-rows.ts';

export interface FormatChange {
  /** Opens the former format. */
  readonly former: Pick<Secrets, 'open'>;
  /** Seals in the current one. */
  readonly secrets: Pick<Secrets, 'open' | 'seal'>;
  readonly formerFormat: string;
  readonly format: string;
}

/** How often to try when other processes write in between. */
const ATTEMPTS = 10;

/**
 * Returns whether nothing is left to be sealed again: with another master key something is. All is done in one transaction, so
 * a database in which something opens in the current format has been through it. What is in the former format beside it was
 * put there later, or belongs to another key: it stays as it is, and does not open.
 */
export async function resealFormer(change: FormatChange, { state }: Pick<Ports, 'state'>): Promise<boolean> {
  if (!(await state.read((tables) => tables.holdsFormat(change.formerFormat)))) return true;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = await state.read(readSealedRows);
    const known = await withOrigins(before, state);
    if (await holdsCurrent(known, change)) return true;
    let left = 0;
    const rows = await resealed(known, async (sealed, context) => {
      const current = await inCurrentFormat(sealed, context, change);
      if (current === sealed) left++;
      return current;
    });
    const isDone = await state.write(async (tables: Tables) => {
      if (JSON.stringify(await readSealedRows(tables)) !== JSON.stringify(before)) return false;
      await saveSealedRows(rows, tables);
      return true;
    });
    if (isDone) return left === 0;
  }
  return false;
}

/** A value of another key, or one that was broken before, stays as it is. */
async function inCurrentFormat(
  sealed: Sealed,
  context: SecretContext,
  { former, secrets }: FormatChange,
): Promise<Sealed> {
  try {
    return await secrets.seal(await former.open(sealed, context), context);
  } catch (thrown) {
    if (thrown instanceof Refusal && thrown.code === 'secret-unreadable') return sealed;
    throw thrown;
  }
}

async function holdsCurrent(rows: SealedRows, { secrets, format }: FormatChange): Promise<boolean> {
  let isFound = false;
  await resealed(rows, async (sealed, context) => {
    if (isFound || !sealed.startsWith(`${format}.`)) return sealed;
    await secrets.open(sealed, context).then(
      () => {
        isFound = true;
      },
      (thrown) => {
        if (!(thrown instanceof Refusal)) throw thrown;
      },
    );
    return sealed;
  });
  return isFound;
}

/** A connection of version 0.1 does not say which servers its consent was for: those that use its provider. */
async function withOrigins(rows: SealedRows, state: Ports['state']): Promise<SealedRows> {
  const projects = new Set(rows.providers.map(({ project }) => project));
  const servers: ToolServer[] = [];
  await state.read(async (tables) => {
    for (const project of projects) servers.push(...(await toolServersIn(project, tables)));
  });
  const originsFor = ({ providerId, origins }: Connection) => {
    const provider = rows.providers.find(({ id }) => id === providerId);
    return origins ?? originsOf((provider ? usersOf(provider, servers) : []).map(({ url }) => url));
  };
  const connections = rows.connections.map((connection) => ({ ...connection, origins: originsFor(connection) }));
  return { ...rows, connections };
}
