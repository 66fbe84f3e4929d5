/** Everything that a SQLite state holds, for tests that say that nothing has changed, or that nothing is in plain text. */
import { join } from 'node:path';
import Database from 'libsql';

export type StoredRows = Readonly<Record<string, readonly string[]>>;

/** Rows that a refused request may write: who was refused, and when a key was last used. */
const OF_REQUESTS = ['audit', 'audit_rows'];

/** @param home That of `createPorts`. */
export function storedRows(home: string): StoredRows {
  const database = new Database(join(home, 'state', 'mcpctl.db'), { readonly: true });
  try {
    const names = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all() as {
      name: string;
    }[];
    return Object.fromEntries(
      names.filter(({ name }) => !OF_REQUESTS.includes(name)).map(({ name }) => [name, rowsOf(database, name)]),
    );
  } finally {
    database.close();
  }
}

function rowsOf(database: Database.Database, table: string): readonly string[] {
  const rows = database.prepare(`SELECT * FROM "${table}"`).all() as Record<string, unknown>[];
  return rows.map((row) => JSON.stringify(row).replace(/,\\?"lastUsedAt\\?":\d+/g, '')).sort();
}

/** The rows that are in one of two states only. */
export function changedRows(before: StoredRows, after: StoredRows): readonly string[] {
  const all = ([table, rows]: [string, readonly string[]]) => rows.map((row) => `${table} ${row}`);
  const [old, now] = [before, after].map((rows) => new Set(Object.entries(rows).flatMap(all)));
  return [...(old ?? []), ...(now ?? [])].filter((row) => !(old?.has(row) && now?.has(row)));
}
