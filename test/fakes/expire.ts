/** Makes what a home has stored old, as time would. */
import { systemClock } from '../../src/adapters/clock.ts';
import { openPostgresState } from '../../src/adapters/postgres.ts';
import { openSqliteState } from '../../src/adapters/sqlite.ts';
import type { AccessToken, Connection } from '../../src/records.ts';

/** In SQLite, or in the PostgreSQL database of this URL. */
export function expireTokens(home: string, databaseUrl?: string): Promise<void> {
  const expired = (token: AccessToken) => ({ ...token, expiresAt: Date.now() - 1000 });
  return age(home, databaseUrl, { token: expired });
}

/** As if the process that holds it had been gone for its fifteen seconds. */
export function expireLeases(home: string, databaseUrl?: string): Promise<void> {
  const expired = (row: Connection) => ({ ...row, lease: row.lease && { ...row.lease, until: Date.now() - 1 } });
  return age(home, databaseUrl, { connection: expired });
}

interface Aging {
  readonly token?: (token: AccessToken) => AccessToken;
  readonly connection?: (connection: Connection) => Connection;
}

async function age(home: string, url: string | undefined, aging: Aging): Promise<void> {
  const state = url
    ? await openPostgresState({ url })
    : await openSqliteState({ home: `${home}/state`, clock: systemClock });
  await state.write(async (tables) => {
    for (const connection of await tables.connections.list('default')) {
      if (aging.connection) await tables.connections.save(aging.connection(connection));
      for (const token of aging.token ? await tables.accessTokens.ofConnection(connection.id) : []) {
        if (aging.token) await tables.accessTokens.save(aging.token(token));
      }
    }
  });
  await state.close();
}
