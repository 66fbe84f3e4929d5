/** A database as an earlier version of its schema left it, with the rows that a test gives. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Libsql from 'libsql';
import { Client } from 'pg';
import { type Dialect, migrations, POSTGRES, SQLITE } from '../../src/adapters/migrations.ts';
import { fingerprintOf } from '../../src/adapters/vault.ts';
import type { SecretContext } from '../../src/ports/index.ts';

/** The last schema in which rows had the name of a user. */
export const USER_NAMES = 7;

/** Rows of a table. What is no text or number is written as JSON. */
export interface FormerRow {
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
}

export function formerSqlite(home: string, version: number, rows: readonly FormerRow[]): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const database = new Libsql(join(home, 'mcpctl.db'));
  database.exec('BEGIN');
  database.pragma(`application_id = ${0x6d637063}`);
  for (const statement of statementsOf(SQLITE, version)) database.exec(statement);
  for (const { table, row } of rows) {
    const columns = Object.keys(row);
    const statement = `INSERT INTO ${table} (${columns}) VALUES (${columns.map(() => '?')})`;
    database.prepare(statement).run(Object.values(row).map(asColumn));
  }
  database.pragma(`user_version = ${version}`);
  database.exec('COMMIT');
  database.close();
}

export async function formerPostgres(url: string, version: number, rows: readonly FormerRow[]): Promise<void> {
  const client = new Client({ connectionString: url, options: '-c search_path=mcpctl' });
  await client.connect();
  await client.query('BEGIN');
  await client.query('CREATE SCHEMA mcpctl');
  await client.query('CREATE TABLE schema_version (version integer NOT NULL)');
  await client.query('INSERT INTO schema_version VALUES ($1)', [version]);
  for (const statement of statementsOf(POSTGRES, version)) await client.query(statement);
  for (const { table, row } of rows) {
    const columns = Object.keys(row);
    const statement = `INSERT INTO ${table} (${columns}) VALUES (${columns.map((_, index) => `$${index + 1}`)})`;
    await client.query(statement, Object.values(row).map(asColumn));
  }
  await client.query('COMMIT');
  await client.end();
}

function statementsOf(dialect: Dialect, version: number): readonly string[] {
  return migrations(dialect).slice(0, version).flat();
}

function asColumn(value: unknown) {
  return typeof value === 'string' || typeof value === 'number' || value === null ? value : JSON.stringify(value);
}

/** Seals as version 0.1 did, under a master key of 32 bytes. */
export async function sealFormer(text: string, context: SecretContext, masterKey: Uint8Array): Promise<string> {
  const { project, owner, column, issuer, tokenEndpoint, clientId } = context;
  const parts = ['mcpctl', 1, project, owner, column, issuer ?? null, tokenEndpoint ?? null, clientId ?? null];
  const key = await crypto.subtle.importKey('raw', masterKey as BufferSource, 'AES-GCM', false, ['encrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = new TextEncoder().encode(JSON.stringify(parts));
  const parameters = { name: 'AES-GCM', iv, additionalData };
  const sealed = await crypto.subtle.encrypt(parameters, key, new TextEncoder().encode(text));
  const base64 = (data: Uint8Array) => Buffer.from(data).toString('base64url');
  return ['v1', await fingerprintOf(masterKey), base64(iv), base64(new Uint8Array(sealed))].join('.');
}
