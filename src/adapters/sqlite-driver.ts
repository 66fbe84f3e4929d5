/** Runs kysely on one libsql connection. Write transactions begin IMMEDIATE, and callers take turns. */

import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import type { Database as Libsql } from 'libsql';
import type { Clock } from '../ports/index.ts';
import { stateRefusal } from './sqlite-errors.ts';

/** In milliseconds: how long a write waits for other processes. */
const PATIENCE = 30_000;

export function sqliteDialect(libsql: Libsql, file: string, clock: Clock): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => createDriver(libsql, file, clock),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function createDriver(libsql: Libsql, file: string, clock: Clock): Driver {
  const connection = createConnection(libsql, file);
  const turns = createTurns();
  // Not prepared: a prepared COMMIT that fails would leave its statement open and the table locked.
  const execute = (sql: string) => {
    try {
      libsql.exec(sql);
    } catch (thrown) {
      throw stateRefusal(thrown, file);
    }
  };
  return {
    async init() {},
    acquireConnection: async () => {
      await turns.take();
      return connection;
    },
    releaseConnection: async () => turns.pass(),
    async beginTransaction(_connection, { accessMode }: TransactionSettings) {
      if (accessMode === 'read only') execute('BEGIN');
      // A plain BEGIN takes the write lock at the first write, when it is too late to wait for it.
      else await beginImmediate(() => libsql.exec('BEGIN IMMEDIATE'), file, clock);
    },
    commitTransaction: async () => execute('COMMIT'),
    async rollbackTransaction() {
      // After a full disk or an I/O error, SQLite has rolled back by itself.
      if (libsql.inTransaction) execute('ROLLBACK');
    },
    // libsql ends the process when a closed database is used, so closing waits for the transaction that is under way.
    async destroy() {
      await turns.take();
      libsql.close();
    },
  };
}

function createConnection(libsql: Libsql, file: string): DatabaseConnection {
  return {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      try {
        const statement = libsql.prepare(sql);
        if (statement.reader) return { rows: statement.all([...parameters]) as Row[] };
        const { changes } = statement.run([...parameters]);
        return { numAffectedRows: BigInt(changes), rows: [] };
      } catch (thrown) {
        throw stateRefusal(thrown, file);
      }
    },
    // biome-ignore lint/correctness/useYield: the interface wants a generator, and nothing streams.
    async *streamQuery() {
      throw new Error('SQLite results are not streamed.');
    },
  };
}

/** The wait of SQLite itself blocks the whole process, so it is short. Other callers go on between two tries. */
async function beginImmediate(begin: () => void, file: string, clock: Clock): Promise<void> {
  const deadline = clock.now() + PATIENCE;
  for (;;) {
    try {
      return begin();
    } catch (thrown) {
      const refusal = stateRefusal(thrown, file);
      if (refusal.code !== 'state-busy' || clock.now() > deadline) throw refusal;
      await clock.sleep(5 + Math.random() * 45);
    }
  }
}

/** Runs one caller at a time, in the order in which they came. */
function createTurns() {
  let last: Promise<void> = Promise.resolve();
  const passing: (() => void)[] = [];
  return {
    take(): Promise<void> {
      const before = last;
      last = new Promise((resolve) => passing.push(resolve));
      return before;
    },
    pass(): void {
      passing.shift()?.();
    },
  };
}
