/**
 * Tells the processes that share a database whether another of them still lives: each holds an advisory lock of its own on a
 * session that it uses for nothing else, and the server frees it when the process dies, however that happens. A waiting
 * process only looks; it takes no lock. Behind a pool of transactions a lock may outlive its process: then nobody is taken
 * for dead, and what a process holds ends with its time.
 *
 * @see https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 */
import { type Kysely, sql } from 'kysely';
import { Client, type ClientConfig } from 'pg';
import type { Database } from './database.ts';

/** "mcpl" in ASCII: the first half of each key. */
const PROCESSES = 0x6d63706c;

export interface Presence {
  /** Names this process for as long as it lives. Undefined where its session cannot be had. */
  name(): Promise<string | undefined>;
  isPresent(name: string): Promise<boolean>;
  close(): Promise<void>;
}

export function createPresence(options: ClientConfig, database: Kysely<Database>): Presence {
  let session: { readonly client: Client; readonly name: Promise<string | undefined> } | undefined;
  const open = () => {
    const client = new Client({ ...options, keepAlive: true });
    const opened = { client, name: announce(client) };
    const forget = () => {
      if (session === opened) session = undefined;
    };
    // After a restart of the server the next renewal opens another session, with another name.
    client.on('error', forget);
    client.on('end', forget);
    return opened;
  };
  return {
    name() {
      session ??= open();
      return session.name;
    },
    async isPresent(name) {
      const { rows } = await sql`
        SELECT 1 FROM pg_catalog.pg_locks
        WHERE locktype = 'advisory' AND granted AND classid = ${sql.lit(PROCESSES)} AND objid = ${Number(name)}
          AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())`.execute(database);
      return rows.length > 0;
    },
    async close() {
      const { client } = session ?? {};
      session = undefined;
      await client?.end().catch(() => {});
    },
  };
}

async function announce(client: Client): Promise<string | undefined> {
  try {
    await client.connect();
    for (;;) {
      const name = Math.floor(Math.random() * 0x7fff_ffff);
      const { rows } = await client.query('SELECT pg_try_advisory_lock($1, $2) AS ours', [PROCESSES, name]);
      if (rows[0]?.ours) return String(name);
    }
  } catch {
    await client.end().catch(() => {});
    return undefined;
  }
}
