/** What version 0.1 sealed is sealed again once, for what it is bound to now; after that its format opens no more. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildPorts } from '../../../src/main-ports.ts';
import type { Ports } from '../../../src/ports/index.ts';
import type { Sealed, Server } from '../../../src/records.ts';
import * as contexts from '../../../src/tokens/associated-data.ts';
import { type FormerRow, formerPostgres, formerSqlite, sealFormer, USER_NAMES } from '../../fakes/former-home.ts';
import { needsPostgres } from '../../fakes/needs.ts';
import { type Postgres, startPostgres } from '../../fakes/postgres.ts';
import { aConnection, anAccessToken, anInstallation, aProvider } from '../adapters/records.ts';

const KEY = Buffer.alloc(32, 7);

const provider = aProvider({ issuer: 'https://auth.example.com' });
const [bare = { id: '', url: '' }] = anInstallation().collections;
const app = anInstallation();
const server: Server = {
  ...{ id: 's1', project: 'default', name: 'fixed', displayName: 'Fixed', url: 'https://fixed.example.com/mcp' },
  ...{ namespace: 'fixed', auth: 'token', createdAt: 1, updatedAt: 1 },
};
const connection = aConnection();
const row = anAccessToken();

const seal = async (text: string, context: Parameters<typeof sealFormer>[1]) =>
  (await sealFormer(text, context, KEY)) as Sealed;

async function formerRows(): Promise<FormerRow[]> {
  const { clientSecretContext, apiKeyContext, serverTokenContext, tokenContext, accessTokenContext } = contexts;
  const clientSecret = await seal('client secret', clientSecretContext(provider));
  const apiKey = await seal('api key', apiKeyContext(app, bare as never));
  const token = await seal('fixed token', serverTokenContext(server));
  const refreshToken = await seal('refresh token', tokenContext(connection, provider, 'refresh_token'));
  const accessToken = await seal('access token', accessTokenContext(connection, provider, row.resource));
  const gateway = await seal('gateway token', contexts.gatewayTokenContext(connection));
  const named = ({ id, project, name }: { id: string; project: string; name: string }) => ({ id, project, name });
  return [
    { table: 'providers', row: { ...named(provider), record: { ...provider, clientSecret } } },
    {
      table: 'installations',
      row: {
        ...named(app),
        record: { ...app, collections: [bare, { ...bare, id: 'maps', auth: 'api_key', apiKey: await mapsKey() }] },
        manifest: app.manifest,
      },
    },
    { table: 'servers', row: { ...named(server), record: { ...server, token, headers: { 'x-other': apiKey } } } },
    {
      table: 'connections',
      row: {
        ...{ id: connection.id, project: 'default', user_name: 'ada', provider_id: provider.id },
        record: { ...connection, refreshToken },
      },
    },
    {
      table: 'access_tokens',
      row: { connection_id: connection.id, resource: row.resource, record: { ...row, token: accessToken } },
    },
    {
      table: 'gateway_tokens',
      row: { project: 'default', user_name: 'ada', record: { project: 'default', user: 'ada', token: gateway } },
    },
  ];
}

const mapsKey = () => seal('maps key', contexts.apiKeyContext(app, { ...bare, id: 'maps' } as never));

let home: string;
const opened: Ports[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mcpctl-former-'));
});
afterEach(async () => {
  for (const ports of opened.splice(0)) await ports.state.close();
  rmSync(home, { recursive: true, force: true });
});

interface Program {
  readonly key?: Buffer;
  readonly databaseUrl?: string;
  readonly state?: string;
}

/** A process: its own adapters, around a home. */
function process({ key = KEY, databaseUrl = '', state = 'state' }: Program = {}): Ports {
  const ports = buildPorts(
    {
      globals: { home: join(home, state), input: false, yes: false, verbosity: 'quiet', allowPrivate: false },
      environment: { MCPCTL_MASTER_KEY: key.toString('base64'), MCPCTL_DATABASE_URL: databaseUrl },
      animated: false,
      write() {},
    },
    {},
  );
  opened.push(ports);
  return ports;
}

async function everySecret({ state, secrets }: Ports): Promise<string[]> {
  const found = await state.read(async (tables) => ({
    provider: await tables.providers.get(provider.id),
    app: await tables.installations.find('default', app.name),
    server: await tables.servers.find('default', server.name),
    connection: await tables.connections.find(provider.id, 'ada'),
    tokens: await tables.accessTokens.ofConnection(connection.id),
    gateway: await tables.gatewayTokens.find('default', 'ada'),
  }));
  const maps = found.app?.collections.find(({ id }) => id === 'maps');
  if (!found.provider || !found.app || !found.server || !found.connection || !maps)
    throw new Error('A row is missing.');
  const { clientSecretContext, apiKeyContext, serverTokenContext, tokenContext, accessTokenContext } = contexts;
  const [token] = found.tokens;
  const values = [
    [found.provider.clientSecret, clientSecretContext(found.provider)],
    [maps.apiKey, apiKeyContext(found.app, maps)],
    [found.server.token, serverTokenContext(found.server)],
    [found.connection.refreshToken, tokenContext(found.connection, found.provider, 'refresh_token')],
    [token?.token, accessTokenContext(found.connection, found.provider, row.resource)],
    [found.gateway?.token, contexts.gatewayTokenContext(connection)],
  ] as const;
  const texts: string[] = [];
  for (const [sealed, context] of values) texts.push((await secrets.open(sealed as Sealed, context)).reveal());
  return texts;
}

const ALL = ['client secret', 'maps key', 'fixed token', 'refresh token', 'access token', 'gateway token'];

describe('a home of version 0.1', () => {
  beforeEach(async () => formerSqlite(join(home, 'state'), USER_NAMES, await formerRows()));

  it('has every secret it had, and knows which servers a consent was for', async () => {
    const ports = process();
    expect(await everySecret(ports)).toEqual(ALL);
    const found = await ports.state.read((tables) => tables.connections.find(provider.id, 'ada'));
    expect(found?.origins).toEqual(['https://mcp.example.com']);
  });

  it('opens nothing of the former format afterwards, in this home or in another with the same key', async () => {
    await everySecret(process());
    const old = await mapsKey();
    const database = new Libsql(join(home, 'state', 'mcpctl.db'));
    const { record } = database.prepare('SELECT record FROM installations').get() as { record: string };
    const written = record.replace(/"v2\.[^"]*"/, JSON.stringify(old));
    expect(written).not.toBe(record);
    database.prepare('UPDATE installations SET record = ?').run([written]);
    database.close();
    await expect(everySecret(process())).rejects.toMatchObject({ code: 'secret-unreadable' });
    rmSync(join(home, 'state', 'sealing.json'));
    await expect(everySecret(process())).rejects.toMatchObject({ code: 'secret-unreadable' });
  });

  it('waits for its own master key', async () => {
    await expect(everySecret(process({ key: Buffer.alloc(32, 8) }))).rejects.toMatchObject({
      code: 'secret-unreadable',
    });
    expect(await everySecret(process())).toEqual(ALL);
  });

  it('is sealed again once by processes that come at the same time', async () => {
    const all = await Promise.all([process(), process(), process()].map(everySecret));
    expect(all).toEqual([ALL, ALL, ALL]);
  });
});

describe('a PostgreSQL of version 0.1', needsPostgres, () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.stop());

  it('is sealed again by the first home, and used by the others', async () => {
    const databaseUrl = postgres.createDatabase();
    await formerPostgres(databaseUrl, USER_NAMES, await formerRows());
    expect(await everySecret(process({ databaseUrl }))).toEqual(ALL);
    expect(await everySecret(process({ databaseUrl, state: 'of-another' }))).toEqual(ALL);
    const client = new Client({ connectionString: databaseUrl, options: '-c search_path=mcpctl' });
    await client.connect();
    const { rows } = await client.query(`SELECT count(*)::int AS former FROM access_tokens WHERE record LIKE '%"v1.%'`);
    expect(rows).toEqual([{ former: 0 }]);
    await client.end();
  });
});
