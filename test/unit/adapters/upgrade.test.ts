/** What becomes of a database that an earlier version wrote, on every database. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock as clock } from '../../../src/adapters/clock.ts';
import { openPostgresState } from '../../../src/adapters/postgres.ts';
import { openSqliteState } from '../../../src/adapters/sqlite.ts';
import type { State } from '../../../src/ports/index.ts';
import type { ServerFailure } from '../../../src/records.ts';
import { type FormerRow, formerPostgres, formerSqlite, USER_NAMES } from '../../fakes/former-home.ts';
import { needsPostgres } from '../../fakes/needs.ts';
import { type Postgres, startPostgres } from '../../fakes/postgres.ts';
import { aConnection, anAccessToken, aProvider } from './records.ts';

const registered = aProvider({ registration: { redirectUri: 'http://127.0.0.1:4100/callback' } });
const given = aProvider({ id: 'p2', name: 'given' as typeof registered.name });
const [ofAda, ofGrace] = [aConnection(), aConnection({ id: 'c2', user: 'grace' })];
const token = anAccessToken();
const failure: ServerFailure = {
  ...{ owner: 's1', server: 'crm', user: 'linus', url: 'https://crm.example.com' },
  ...{ kind: 'other', code: 'server-error', what: 'It failed.', next: '', at: 1 },
};

const ROWS: readonly FormerRow[] = [
  ...[registered, given].map((provider) => ({
    table: 'providers',
    row: { id: provider.id, project: 'default', name: provider.name, record: provider },
  })),
  ...[ofAda, ofGrace].map((connection) => ({
    table: 'connections',
    row: { id: connection.id, project: 'default', user_name: connection.user, provider_id: 'p1', record: connection },
  })),
  { table: 'access_tokens', row: { connection_id: 'c1', resource: token.resource, record: token } },
  {
    table: 'gateway_tokens',
    row: {
      ...{ project: 'default', user_name: 'ada' },
      record: { project: 'default', user: 'ada', token: 'v1.x', createdAt: 1 },
    },
  },
  { table: 'troubles', row: { owner: 's1', server: 'crm', user_name: 'linus', record: failure } },
];

type Query = (sql: string) => Promise<Record<string, unknown>[]>;

describe('SQLite', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'mcpctl-upgrade-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  isUpgraded(async () => {
    formerSqlite(home, USER_NAMES, ROWS);
    return openSqliteState({ home, clock });
  }, queryOf);

  it('keeps a copy of the file as it was', async () => {
    formerSqlite(home, USER_NAMES, ROWS);
    await (await openSqliteState({ home, clock })).close();
    const [backup = ''] = readdirSync(home).filter((name) => name.includes('backup-version-7'));
    const copy = new Libsql(join(home, backup));
    expect(copy.prepare('SELECT user_name FROM connections ORDER BY id').all()).toEqual([
      { user_name: 'ada' },
      { user_name: 'grace' },
    ]);
    copy.close();
  });

  function queryOf(): Query {
    return async (sql) => {
      const database = new Libsql(join(home, 'mcpctl.db'));
      const rows = database.prepare(sql).all() as Record<string, unknown>[];
      database.close();
      return rows;
    };
  }
});

describe('PostgreSQL', needsPostgres, () => {
  let postgres: Postgres;
  let url: string;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  beforeEach(() => {
    url = postgres.createDatabase();
  });
  afterAll(() => postgres?.stop());

  isUpgraded(async () => {
    await formerPostgres(url, USER_NAMES, ROWS);
    return openPostgresState({ url });
  }, queryOf);

  function queryOf(): Query {
    return async (sql) => {
      const client = new Client({ connectionString: url, options: '-c search_path=mcpctl' });
      await client.connect();
      const { rows } = await client.query(sql);
      await client.end();
      return rows;
    };
  }
});

function isUpgraded(open: () => Promise<State>, queryOf: () => Query): void {
  it('has a principal for each name of a user, and rows refer to it', async () => {
    const state = await open();
    const query = queryOf();
    expect(await query('SELECT id, issuer, subject, display_name FROM principals ORDER BY id')).toEqual(
      ['ada', 'grace', 'linus'].map((name) => ({
        ...{ id: `local:${name}`, issuer: 'local', subject: name, display_name: name },
      })),
    );
    expect(await query('SELECT provider_id, principal_id, account_label FROM connections ORDER BY id')).toEqual([
      { provider_id: 'p1', principal_id: 'local:ada', account_label: '' },
      { provider_id: 'p1', principal_id: 'local:grace', account_label: '' },
    ]);
    await state.close();
  });

  it('has lost nothing', async () => {
    const state = await open();
    const found = await state.read(async (tables) => ({
      connections: await tables.connections.list('default'),
      ofGrace: await tables.connections.find('p1', 'grace'),
      tokens: await tables.accessTokens.ofConnection('c1'),
      gateway: await tables.gatewayTokens.find('default', 'ada'),
      failures: await tables.serverFailures.ofUser('linus'),
      registrations: await tables.clientRegistrations.ofProvider('p1'),
      ofGiven: await tables.clientRegistrations.ofProvider('p2'),
    }));
    expect(found).toMatchObject({
      connections: [ofAda, ofGrace],
      ofGrace,
      tokens: [token],
      gateway: { user: 'ada', token: 'v1.x' },
      failures: [failure],
      registrations: [registered],
      ofGiven: [],
    });
    await state.close();
  });

  it('still deletes tokens with their connection, and refuses a second connection of one account', async () => {
    const state = await open();
    await expect(state.write((tables) => tables.connections.save({ ...ofAda, id: 'c9' }))).rejects.toThrow(/unique/i);
    await state.write((tables) => tables.connections.remove('c1'));
    expect(await state.read((tables) => tables.accessTokens.ofConnection('c1'))).toEqual([]);
    await state.close();
  });

  it('takes users that it did not know', async () => {
    const state = await open();
    await state.write((tables) => tables.connections.save(aConnection({ id: 'c3', user: 'edsger', providerId: 'p2' })));
    expect(await state.read((tables) => tables.connections.find('p2', 'edsger'))).toMatchObject({ user: 'edsger' });
    await state.close();
  });
}
