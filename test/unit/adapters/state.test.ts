/** What holds on every database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock as clock } from '../../../src/adapters/clock.ts';
import { openPostgresState } from '../../../src/adapters/postgres.ts';
import { openSqliteState } from '../../../src/adapters/sqlite.ts';
import type { State, Tables } from '../../../src/ports/index.ts';
import { needsPostgres } from '../../fakes/needs.ts';
import { type Postgres, startPostgres } from '../../fakes/postgres.ts';
import { aConnection, anAccessToken, anInstallation, aProvider } from './records.ts';

describe('SQLite', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mcpctl-state-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  behavesAsState(() => openSqliteState({ home: join(folder, 'state'), clock }));
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
  behavesAsState(() => openPostgresState({ url }));

  it('is made ready once, whoever comes first', async () => {
    const states = await Promise.all(Array.from({ length: 8 }, () => openPostgresState({ url })));
    await Promise.all(states.map((state, index) => state.write((tables) => tables.providers.save(numbered(index)))));
    const [first] = states;
    expect(await first?.read((tables) => tables.providers.list('default'))).toHaveLength(8);
    await Promise.all(states.map((state) => state.close()));
  });

  it('refuses what is under way when the server ends its connections, and goes on', async () => {
    const [state, admin] = [await openPostgresState({ url }), new Client({ connectionString: url })];
    await admin.connect();
    const end = async () => {
      await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mcpctl'`);
      // The end of the connection arrives while no query runs on it.
      await new Promise((done) => setTimeout(done, 50));
    };
    const list = (tables: Tables) => tables.providers.list('default');
    for (const use of [state.read, state.write]) {
      const refused = use(async (tables) => {
        await end();
        return list(tables);
      });
      await expect(refused).rejects.toMatchObject({ code: 'state-unreachable' });
      await end();
      expect(await state.read(list)).toEqual([]);
    }
    await admin.end();
    await state.close();
  });

  it('tells a process that lives from one that is gone, however it ended', async () => {
    const [one, other, admin] = [
      await openPostgresState({ url }),
      await openPostgresState({ url }),
      new Client({ connectionString: url }),
    ];
    await admin.connect();
    const [name = '', another = ''] = [await one.presence(), await other.presence()];
    expect(name).not.toBe(another);
    expect([await one.presence(), await other.isPresent(name), await one.isPresent(another)]).toEqual([
      name,
      true,
      true,
    ]);
    await other.close();
    expect(await one.isPresent(another)).toBe(false);
    await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = ${name}`);
    await expect.poll(() => one.isPresent(name)).toBe(false);
    await expect.poll(() => one.presence()).not.toBe(name);
    await admin.end();
    await one.close();
  });

  it.each([
    ['no right to create the schema', false, []],
    ['no right to use the schema', true, []],
    ['no right to read the tables', true, ['GRANT USAGE ON SCHEMA mcpctl TO stranger']],
    [
      'no right to write the tables',
      true,
      ['GRANT USAGE ON SCHEMA mcpctl TO stranger', 'GRANT SELECT ON ALL TABLES IN SCHEMA mcpctl TO stranger'],
    ],
  ])('says what a role lacks: %s', async (_what, isMade, rights) => {
    if (isMade) await (await openPostgresState({ url })).close();
    const admin = new Client({ connectionString: url });
    await admin.connect();
    await admin.query(`DO $$ BEGIN CREATE ROLE stranger LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$`);
    for (const right of rights) await admin.query(right);
    await admin.end();
    const used = openPostgresState({ url: url.replace('mcpctl@', 'stranger@') }).then(async (state) => {
      try {
        await state.write((tables) => tables.providers.save(aProvider()));
      } finally {
        await state.close();
      }
    });
    await expect(used).rejects.toMatchObject({
      code: 'state-permissions',
      message: 'The database cannot be written by this user.',
      hint: expect.stringContaining('GRANT'),
    });
  });

  it('says that it cannot be reached, and never its password', async () => {
    const refused = openPostgresState({ url: 'postgres://mcpctl:hunter2@127.0.0.1:1/none' });
    await expect(refused).rejects.toMatchObject({ code: 'state-unreachable', exitCode: 5 });
    const thrown = await refused.catch((error: Error) => error);
    expect(JSON.stringify([thrown, { ...(thrown as object) }, (thrown as Error).message])).not.toContain('hunter2');
    const missing = openPostgresState({ url: url.replace(/test_\d+$/, 'nowhere') });
    await expect(missing).rejects.toMatchObject({ code: 'state-unreachable' });
  });
});

function numbered(index: number) {
  return aProvider({ id: `p${index}`, name: `provider-${index}` as ReturnType<typeof aProvider>['name'] });
}

function behavesAsState(open: () => Promise<State>): void {
  describe('records in the database', () => {
    it('come back as they were saved', async () => {
      const state = await open();
      const provider = aProvider({ installationId: 'i1' });
      const connection = aConnection({ providerId: provider.id });
      const token = anAccessToken({ connectionId: connection.id });
      await state.write(async (tables) => {
        await tables.providers.save(provider);
        await tables.installations.save(anInstallation({ id: 'i1' }));
        await tables.connections.save(connection);
        await tables.accessTokens.save(token);
      });
      await state.close();
      const reopened = await open();
      const found = await reopened.read(async (tables) => ({
        provider: await tables.providers.find('default', provider.name),
        installation: await tables.installations.find('default', 'my-app'),
        connection: await tables.connections.find(provider.id, 'ada'),
        tokens: await tables.accessTokens.ofConnection(connection.id),
      }));
      await reopened.close();
      expect(found).toEqual({ provider, installation: anInstallation({ id: 'i1' }), connection, tokens: [token] });
    });

    it('of one user come together in one query', async () => {
      const state = await open();
      const provider = aProvider();
      const connections = ['ada', 'grace'].map((user) => aConnection({ id: `of-${user}`, user }));
      const tokens = connections.flatMap(({ id }) =>
        ['', 'https://mcp.example.com'].map((resource) => anAccessToken({ connectionId: id, resource })),
      );
      await state.write(async (tables) => {
        await tables.providers.save(provider);
        for (const connection of connections) await tables.connections.save(connection);
        for (const token of tokens) await tables.accessTokens.save(token);
        await tables.clientRegistrations.save(provider, 'https://mcp.example.com/callback');
      });
      const found = await state.read(async (tables) => ({
        ofGrace: await tables.connections.withTokens(provider.id, 'grace'),
        ofLinus: await tables.connections.withTokens(provider.id, 'linus'),
        nowhere: await tables.connections.withTokens('nothing', 'ada'),
        all: await tables.accessTokens.list('default'),
        adas: await tables.accessTokens.list('default', 'ada'),
        elsewhere: await tables.accessTokens.list('other'),
        clients: await tables.clientRegistrations.list('default'),
      }));
      await state.close();
      expect(found).toEqual({
        ofGrace: { provider, connection: connections[1], tokens: tokens.slice(2) },
        ofLinus: { provider, connection: undefined, tokens: [] },
        nowhere: undefined,
        all: tokens,
        adas: tokens.slice(0, 2),
        elsewhere: [],
        clients: [provider],
      });
    });

    it('belong to one project', async () => {
      const state = await open();
      await state.write((tables) => tables.providers.save(aProvider()));
      expect(await state.read((tables) => tables.providers.list('other'))).toEqual([]);
      await state.close();
    });

    it('take what belongs to them along when they go', async () => {
      const state = await open();
      const provider = aProvider();
      const connection = aConnection({ providerId: provider.id });
      await state.write(async (tables) => {
        await tables.providers.save(provider);
        await tables.connections.save(connection);
        await tables.accessTokens.save(anAccessToken({ connectionId: connection.id }));
      });
      await state.write((tables) => tables.providers.remove(provider.id));
      const left = await state.read(async (tables) => [
        ...(await tables.connections.list('default')),
        ...(await tables.accessTokens.ofConnection(connection.id)),
      ]);
      await state.close();
      expect(left).toEqual([]);
    });

    it('cannot lose the installation that they were made by', async () => {
      const state = await open();
      await state.write(async (tables) => {
        await tables.installations.save(anInstallation({ id: 'i1' }));
        await tables.providers.save(aProvider({ installationId: 'i1' }));
      });
      await expect(state.write((tables) => tables.installations.remove('i1'))).rejects.toThrow(/foreign key/i);
      expect(await state.read((tables) => tables.installations.list('default'))).toHaveLength(1);
      await state.close();
    });
  });

  describe('pins of tools', () => {
    it('are one record a server, whose version can be had alone', async () => {
      const state = await open();
      const pins = {
        project: 'default',
        server: 'office/crm',
        url: 'https://mcp.example.com',
        version: 0,
        pins: [{ tool: 'search', definition: '{"inputSchema":{"type":"object"}}', pinnedAt: 1_700_000_000_000 }],
      };
      await state.write((tables) => tables.toolPins.save(pins));
      await state.write((tables) => tables.toolPins.save({ ...pins, version: 1 }));
      const found = await state.read(async (tables) => ({
        pins: await tables.toolPins.find('default', 'office/crm'),
        all: await tables.toolPins.list('default'),
        versions: await tables.toolPins.versions('default'),
        elsewhere: await tables.toolPins.list('other'),
      }));
      const saved = { ...pins, version: 1 };
      expect(found).toEqual({ pins: saved, all: [saved], versions: new Map([['office/crm', 1]]), elsewhere: [] });
      await state.write((tables) => tables.toolPins.remove('default', 'office/crm'));
      expect(await state.read((tables) => tables.toolPins.list('default'))).toEqual([]);
      await state.close();
    });
  });

  describe('a reader', () => {
    it('sees one moment, whatever is written meanwhile', async () => {
      const [state, other] = [await open(), await open()];
      const seen = await state.read(async (tables) => {
        const before = await tables.providers.list('default');
        await other.write((elsewhere) => elsewhere.providers.save(aProvider()));
        return [before.length, (await tables.providers.list('default')).length];
      });
      expect(seen).toEqual([0, 0]);
      expect(await state.read((tables) => tables.providers.list('default'))).toHaveLength(1);
      await Promise.all([state.close(), other.close()]);
    });
  });

  describe('a transaction', () => {
    it('leaves nothing behind when it fails', async () => {
      const state = await open();
      const failing = state.write(async (tables) => {
        await tables.providers.save(aProvider());
        throw new Error('later');
      });
      await expect(failing).rejects.toThrow('later');
      expect(await state.read((tables) => tables.providers.list('default'))).toEqual([]);
      await state.close();
    });

    it('waits its turn behind others of the same process', async () => {
      const state = await open();
      await state.write(async (tables) => {
        await tables.providers.save(aProvider());
        await tables.connections.save(aConnection({ generation: 0 }));
      });
      await Promise.all(
        Array.from({ length: 20 }, () =>
          state.write(async (tables) => {
            const [connection] = await tables.connections.list('default');
            await Promise.resolve();
            await tables.connections.save({ ...aConnection(), generation: (connection?.generation ?? 0) + 1 });
          }),
        ),
      );
      const [connection] = await state.read((tables) => tables.connections.list('default'));
      await state.close();
      expect(connection?.generation).toBe(20);
    });
  });
}
