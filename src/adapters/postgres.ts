/** Shared state: a PostgreSQL database, with the same tables as the embedded one. */
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool } from 'pg';
import type { State } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import type { Database } from './database.ts';
import { migrations, POSTGRES } from './migrations.ts';
import { postgresRefusal } from './postgres-errors.ts';
import { createPresence } from './postgres-presence.ts';
import { createTables } from './tables.ts';

const VERSIONS = migrations(POSTGRES);

/** A schema of our own, so that no table of another program is touched. */
const SCHEMA = 'mcpctl';

/** "mcpc" in ASCII: the key of the advisory lock that every writer takes. */
const WRITER = 0x6d637063;

/** In milliseconds: how long to wait for another writer, and when a transaction that hangs is ended. */
const PATIENCE = 30_000;

export interface PostgresOptions {
  /** `postgres://user:password@host/database`, with `sslmode` and the like. */
  readonly url: string;
}

/**
 * Opens the database. Later queries refuse what those of the embedded database refuse.
 * @throws Refusal state-unreachable, state-newer
 */
export async function openPostgresState({ url }: PostgresOptions): Promise<State> {
  const options = {
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'mcpctl',
    options: `-c search_path=${SCHEMA} -c lock_timeout=${PATIENCE} -c idle_in_transaction_session_timeout=${PATIENCE}`,
  };
  const pool = new Pool({ ...options, max: 4 });
  // The pool replaces a connection that breaks while nobody uses it. One that breaks in use fails its query as well, and Node
  // ends the process for an error that nobody listens to.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const database = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  const presence = createPresence(options, database);
  const explained = <T>(work: Promise<T>): Promise<T> =>
    work.catch((thrown) => {
      throw postgresRefusal(thrown, url);
    });
  const write = <T>(change: (transaction: Kysely<Database>) => Promise<T>): Promise<T> =>
    explained(
      database.transaction().execute(async (transaction) => {
        // One writer at a time, as in SQLite: what a writer has read cannot change before it commits.
        await sql`SELECT pg_advisory_xact_lock(${sql.lit(WRITER)})`.execute(transaction);
        return change(transaction);
      }),
    );
  try {
    if ((await explained(versionOf(database))) !== VERSIONS.length) await write(migrate);
  } catch (thrown) {
    await database.destroy();
    throw thrown;
  }
  return {
    read: (query) =>
      explained(
        database
          .transaction()
          .setIsolationLevel('repeatable read')
          .setAccessMode('read only')
          .execute((transaction) => query(createTables(transaction))),
      ),
    write: (change) => write((transaction) => change(createTables(transaction))),
    presence: () => presence.name(),
    isPresent: (name) => explained(presence.isPresent(name)),
    async close() {
      await presence.close();
      await database.destroy();
    },
  };
}

async function versionOf(database: Kysely<Database>): Promise<number> {
  // Not to_regclass: after a wait for the lock it may answer from an old cache.
  const { rows: found } = await sql`
    SELECT 1 FROM pg_catalog.pg_tables
    WHERE schemaname = ${SCHEMA} AND tablename = 'schema_version'`.execute(database);
  if (found.length === 0) return 0;
  const { rows } = await sql<{ version: number }>`SELECT version FROM schema_version`.execute(database);
  return rows[0]?.version ?? 0;
}

/**
 * Migrates in one transaction. Another process may have migrated meanwhile. Backups are up to whoever runs the server.
 */
async function migrate(transaction: Kysely<Database>): Promise<void> {
  const version = await versionOf(transaction);
  if (version > VERSIONS.length) throw newer(version);
  if (version === 0) {
    await sql`CREATE SCHEMA IF NOT EXISTS ${sql.ref(SCHEMA)}`.execute(transaction);
    await sql`CREATE TABLE schema_version (version integer NOT NULL)`.execute(transaction);
    await sql`INSERT INTO schema_version VALUES (0)`.execute(transaction);
  }
  for (const statements of VERSIONS.slice(version)) {
    for (const statement of statements) await sql.raw(statement).execute(transaction);
  }
  await sql`UPDATE schema_version SET version = ${VERSIONS.length}`.execute(transaction);
}

function newer(version: number): Refusal {
  return new Refusal('state-newer', {
    what: 'The database was written by a newer version of mcpctl.',
    why: `It has version ${version}; this program knows up to ${VERSIONS.length}.`,
    hint: 'Update: npm install --global mcpctl@latest',
    details: { version, known: VERSIONS.length },
  });
}
