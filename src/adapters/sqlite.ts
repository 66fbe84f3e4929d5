/** The embedded database: one SQLite file, opened with libsql. */

import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import Libsql from 'libsql';
import { hint } from '../next-step.ts';
import type { Clock, State } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import type { Database } from './database.ts';
import { migrations, SQLITE } from './migrations.ts';
import { createPrivateFile, findPrivateFile } from './private-files.ts';
import { sqliteDialect } from './sqlite-driver.ts';
import { stateRefusal } from './sqlite-errors.ts';
import { DATABASE_FILE, ensureStateFolder } from './state-folder.ts';
import { createTables } from './tables.ts';

/** "mcpc" in ASCII: tells our databases from others (https://sqlite.org/fileformat.html#application_id). */
const APPLICATION_ID = 0x6d637063;

const VERSIONS = migrations(SQLITE);

/** In milliseconds: how long SQLite itself waits for a lock. The driver then tries again. */
const BUSY_TIMEOUT = 250;

export interface SqliteOptions {
  /** The folder of the state. It is created when missing. */
  readonly home: string;
  readonly clock: Clock;
}

/**
 * Opens the database of a home, and creates or upgrades it when needed.
 * @throws Refusal state-permissions, state-damaged, state-newer, state-full, state-busy
 */
export async function openSqliteState({ home, clock }: SqliteOptions): Promise<State> {
  const file = join(home, DATABASE_FILE);
  ensureStateFolder(home);
  if (!findPrivateFile(file)) createPrivateFile(file, create);
  refuseForeignOrDamaged(file);
  const libsql = open(file);
  try {
    upgrade(libsql, file, clock);
  } catch (thrown) {
    libsql.close();
    throw stateRefusal(thrown, file);
  }
  const database = new Kysely<Database>({ dialect: sqliteDialect(libsql, file, clock) });
  let hasWritten = false;
  return {
    read: (query) =>
      database
        .transaction()
        .setAccessMode('read only')
        .execute((transaction) => query(createTables(transaction))),
    write(change) {
      hasWritten = true;
      return database.transaction().execute((transaction) => change(createTables(transaction)));
    },
    // A file does not say who uses it.
    presence: async () => undefined,
    isPresent: async () => true,
    async close() {
      await database.connection().execute(async () => {
        if (hasWritten) checkpoint(libsql);
      });
      await database.destroy();
    },
  };
}

/**
 * Moves the content of the write-ahead log into the file. libsql keeps its statements until they are collected, so
 * SQLite does not do this when it closes. A disk that cannot take it loses nothing: what is committed is in the log.
 */
function checkpoint(libsql: Libsql.Database): void {
  try {
    libsql.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // A command whose own writes failed has been told already.
  }
}

function open(file: string): Libsql.Database {
  let libsql: Libsql.Database | undefined;
  try {
    libsql = new Libsql(file);
    const settings = [
      `busy_timeout = ${BUSY_TIMEOUT}`,
      'synchronous = FULL',
      'foreign_keys = ON',
      'secure_delete = ON',
    ];
    for (const setting of settings) libsql.pragma(setting);
    return libsql;
  } catch (thrown) {
    libsql?.close();
    throw stateRefusal(thrown, file);
  }
}

/** Fills a new file that no other process sees yet and closes it, so that this file alone is the whole database. */
function create(file: string): void {
  const libsql = open(file);
  try {
    libsql.exec('BEGIN IMMEDIATE');
    libsql.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(libsql, 0);
    libsql.exec('COMMIT');
    libsql.pragma('journal_mode = WAL');
  } catch (thrown) {
    throw stateRefusal(thrown, file);
  } finally {
    libsql.close();
  }
}

/** Reads the header (https://sqlite.org/fileformat.html#the_database_header) before SQLite may touch the file. */
function refuseForeignOrDamaged(file: string): void {
  const header = Buffer.alloc(100);
  const handle = openSync(file, 'r');
  let length: number;
  let size: number;
  try {
    length = readSync(handle, header, 0, header.length, 0);
    size = fstatSync(handle).size;
  } finally {
    closeSync(handle);
  }
  const damaged = (why: string) =>
    new Refusal('state-damaged', {
      what: 'The database is damaged or is not ours.',
      why: `${file} ${why}.`,
      hint: hint`It was left as it is. Restore a backup, or move it away and install again: ${{ do: 'doctor' }}`,
      details: { file },
    });
  if (length === 0) throw damaged('is empty');
  if (length < header.length || !header.toString('latin1').startsWith('SQLite format 3\0')) {
    throw damaged('is not a SQLite database');
  }
  if (header.readUInt32BE(68) !== APPLICATION_ID) throw damaged('is a SQLite database of another program');
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  // With a write-ahead log, the file may be older than its header says.
  const hasLog = (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
  if (!hasLog && size < pageSize * header.readUInt32BE(28)) throw damaged('is shorter than it says, so it was cut off');
}

function upgrade(libsql: Libsql.Database, file: string, clock: Clock): void {
  const version = versionOf(libsql);
  if (version > VERSIONS.length) throw newer(file, version);
  if (version === VERSIONS.length) return;
  backup(libsql, `${file}.backup-version-${version}-${clock.now()}`);
  libsql.exec('BEGIN IMMEDIATE');
  // Another process may have upgraded meanwhile.
  migrate(libsql, versionOf(libsql));
  libsql.exec('COMMIT');
}

function migrate(libsql: Libsql.Database, from: number): void {
  for (const statements of VERSIONS.slice(from)) for (const statement of statements) libsql.exec(statement);
  libsql.pragma(`user_version = ${VERSIONS.length}`);
}

/** Copies the database to a file beside it. SQLite writes into the empty file that was made private before. */
function backup(libsql: Libsql.Database, to: string): void {
  createPrivateFile(to, (temporary) => libsql.exec(`VACUUM INTO '${temporary.replaceAll("'", "''")}'`));
}

function versionOf(libsql: Libsql.Database): number {
  const [row] = libsql.pragma('user_version') as { user_version: number }[];
  return row?.user_version ?? 0;
}

function newer(file: string, version: number): Refusal {
  return new Refusal('state-newer', {
    what: 'The database was written by a newer version of mcpctl.',
    why: `${file} has version ${version}; this program knows up to ${VERSIONS.length}.`,
    hint: 'Update: npm install --global mcpctl@latest',
    details: { file, version, known: VERSIONS.length },
  });
}
