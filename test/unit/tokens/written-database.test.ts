/**
 * Somebody who writes the database without the master key changes where a secret goes or whose it is, or puts another or an
 * older one in its place. Whatever is written, no secret leaves the machine, and no user gets what is another's.
 */
import { join } from 'node:path';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forgetClients } from '../../../src/providers/forget-registration.ts';
import { Refusal } from '../../../src/refusal.ts';
import { Secret } from '../../../src/secret.ts';
import { resolveTarget } from '../../../src/targets.ts';
import { apiKeyContext } from '../../../src/tokens/associated-data.ts';
import { authorizedFetch } from '../../../src/tokens/authorized-fetch.ts';
import { token } from '../../../src/usecases/call/token.ts';
import { disconnect } from '../../../src/usecases/connect/disconnect.ts';
import { createServer } from '../../../src/usecases/servers/server.ts';
import { type Connecting, SCOPE, startConnecting } from '../../fakes/connecting.ts';
import { type Hostile, mcp, serverMetadata, startHostile, WELL_KNOWN } from '../../fakes/hostile.ts';
import { anInstallation } from '../adapters/records.ts';

let one: Connecting;
let evil: Hostile;
beforeEach(async () => {
  [one, evil] = await Promise.all([startConnecting(), startHostile()]);
  one.server.set({ '/mcp': mcp(one.server.origin, ['Bearer good', 'Bearer renewed']) });
});
afterEach(() => Promise.all([one.close(), evil.close()]));

// biome-ignore lint/suspicious/noExplicitAny: what an attacker writes has any form.
type Row = Record<string, any>;

/** Changes rows as somebody does who can write the file. `record` is parsed before and written back after the change. */
function rewrite(table: string, change: (row: Row) => unknown): void {
  const database = new Libsql(join(one.ports.home, 'state', 'mcpctl.db'));
  database.pragma('foreign_keys = OFF');
  const rows = database.prepare(`SELECT rowid, * FROM ${table}`).all() as Row[];
  for (const { rowid, ...columns } of rows) {
    const row: Row = { ...columns, ...(columns.record && { record: JSON.parse(columns.record) }) };
    change(row);
    const written = { ...row, ...(row.record && { record: JSON.stringify(row.record) }) };
    const names = Object.keys(written);
    const statement = `UPDATE ${table} SET ${names.map((name) => `${name} = ?`)} WHERE rowid = ?`;
    database.prepare(statement).run([...Object.values(written), rowid]);
  }
  database.close();
}

const expire = () =>
  rewrite('access_tokens', ({ record }) => {
    record.issuedAt = 0;
    record.expiresAt = 1;
  });

const toEvil = (url: string) => url.replace(one.server.origin, evil.origin);

/** Sends a request to the server, as a call does. */
async function use(name = 'srv', scope = SCOPE): Promise<unknown> {
  const target = await resolveTarget(name, scope, one.ports.state);
  if (target.kind !== 'server') throw new Error('There is no server.');
  const { server } = target;
  return authorizedFetch(server, scope, one.ports)(server.url, { method: 'POST', body: '{}' });
}

/** What a person is told has three parts. */
async function isRefused(work: Promise<unknown>): Promise<void> {
  const thrown = await work.then(
    () => 'nothing was refused',
    (refusal: unknown) => refusal,
  );
  expect(thrown).toBeInstanceOf(Refusal);
  const { message, why, hint } = thrown as Refusal;
  expect([message, why, hint].every(Boolean)).toBe(true);
  hasLearnedNothing();
}

const SECRETS = /good|again|renewed|the-key|fixed|hush/;

function hasLearnedNothing(): void {
  const told = evil.asked.map(({ headers, query, body }) => JSON.stringify([headers, `${query}`, body])).join('\n');
  expect(told).not.toMatch(SECRETS);
}

async function putKey(url: string): Promise<void> {
  const app = anInstallation({ oauthBindings: [] });
  const [bare] = app.collections;
  if (bare === undefined) throw new Error('There is no collection.');
  const collection = { ...bare, url, auth: 'api_key' } as const;
  const apiKey = await one.ports.secrets.seal(new Secret('the-key'), apiKeyContext(app, collection));
  const whole = { ...app, collections: [{ ...collection, apiKey }] };
  await one.ports.state.write((tables) => tables.installations.save(whole));
}

async function putFixed(): Promise<void> {
  await createServer(
    {
      settings: {
        name: 'fixed',
        config: {
          endpoint: one.server.url,
          auth: { type: 'token', auth_token: new Secret('fixed-token') },
          headers: { 'x-key': new Secret('fixed-header') },
        },
      } as never,
    },
    SCOPE,
    one.ports,
  );
}

describe('an address that was changed', () => {
  it('of a collection gets no API key, and another path of the same origin does', async () => {
    await putKey(one.server.url);
    rewrite('installations', ({ record }) => {
      record.collections[0].url = `${one.server.origin}/mcp?v=2`;
    });
    await use('crm');
    expect(one.asked('/mcp').at(-1)?.headers.authorization).toBe('Bearer the-key');
    rewrite('installations', ({ record }) => {
      record.collections[0].url = toEvil(record.collections[0].url);
    });
    await isRefused(use('crm'));
  });

  it('of a server made by hand gets neither its token nor its headers', async () => {
    await putFixed();
    rewrite('servers', ({ record }) => {
      record.url = toEvil(record.url);
    });
    await isRefused(use('fixed'));
  });

  describe.each([
    ['bound to a resource', false],
    ['bound to none', true],
  ])('of a server gets no access token that is %s', (_kind, isUnbound) => {
    beforeEach(async () => {
      if (isUnbound) {
        one.server.set({
          '/token': ({ body }) =>
            new URLSearchParams(body).has('resource')
              ? { status: 400, body: { error: 'invalid_target' } }
              : { body: { access_token: 'good', token_type: 'Bearer', refresh_token: 'again' } },
        });
      }
      await one.connect();
      await use();
      one.server.set({
        '/token': { body: { access_token: 'renewed', token_type: 'Bearer', refresh_token: 'again-2' } },
      });
    });

    const move = () =>
      rewrite('servers', ({ record }) => {
        record.url = toEvil(record.url);
      });

    const claim = () =>
      rewrite('connections', ({ record }) => {
        record.origins = [evil.origin];
      });

    it('when the URL was changed', async () => {
      move();
      await isRefused(use());
    });

    it('when a resource is said to be given, too', async () => {
      rewrite('servers', ({ record }) => {
        Object.assign(record, { url: toEvil(record.url), resource: record.url, resourceFrom: 'given' });
      });
      await isRefused(use());
    });

    it.each([
      ['is fresh', () => {}],
      ['is due', expire],
    ])('when the consent is said to be for that server, and the token %s', async (_when, before) => {
      move();
      claim();
      rewrite('access_tokens', (row) => {
        if (row.resource === '') return;
        row.resource = toEvil(row.resource);
        row.record.resource = row.resource;
      });
      before();
      await isRefused(use());
    });

    it('when a server of that address is added to the provider', async () => {
      const { id } = await one.provider();
      const added = await createServer(
        { settings: { name: 'added', config: { endpoint: evil.url } } as never, wanted: 'none' },
        SCOPE,
        one.ports,
      );
      expect(added.server.auth).toBe('none');
      rewrite('servers', (row) => {
        if (row.name === 'added') Object.assign(row, { provider_id: id, record: { ...row.record, auth: 'oauth' } });
      });
      await isRefused(use('added'));
      await use();
    });
  });

  it('of a token endpoint gets no refresh token', async () => {
    await one.connect();
    expire();
    rewrite('providers', ({ record }) => {
      record.endpoints.token.value = toEvil(record.endpoints.token.value);
    });
    await isRefused(use());
  });

  it('of any other endpoint gets neither tokens nor the client secret', async () => {
    one.server.set({ '/register': { status: 201, body: { client_id: 'registered', client_secret: 'hush' } } });
    await one.connect();
    rewrite('providers', ({ record }) => {
      for (const name of ['revocation', 'device_authorization', 'pushed_authorization']) {
        record.endpoints[name] = { value: `${evil.origin}/token`, from: 'given' };
      }
    });
    expire();
    await isRefused(use());
    const { revocation } = await disconnect('srv', SCOPE, one.ports);
    expect(revocation).toHaveProperty('failed');
    hasLearnedNothing();
  });

  it('of the management of a registration gets no registration token', async () => {
    one.server.set({
      '/register': {
        status: 201,
        body: {
          ...{ client_id: 'registered', registration_access_token: 'hush' },
          registration_client_uri: `${one.server.origin}/register/1`,
        },
      },
    });
    await one.connect();
    rewrite('providers', ({ record }) => {
      record.registration.registrationClientUri = `${evil.origin}/register/1`;
      record.endpoints.registration = { value: `${evil.origin}/register`, from: 'given' };
    });
    const [forgotten] = await forgetClients([await one.provider()], one.ports);
    expect(forgotten?.outcome).toHaveProperty('failed');
    hasLearnedNothing();
  });

  it('gets no token of a client without a person', async () => {
    one.server.set({
      [WELL_KNOWN.server]: {
        body: { ...serverMetadata(one.server.origin), grant_types_supported: ['client_credentials'] },
      },
      '/token': { body: { access_token: 'good', token_type: 'Bearer' } },
    });
    await one.connect({ clientId: 'machine', clientSecret: new Secret('hush') });
    rewrite('providers', ({ record }) => {
      record.grantType = 'client_credentials';
    });
    await use();
    rewrite('servers', ({ record }) => {
      record.url = toEvil(record.url);
    });
    rewrite('connections', ({ record }) => {
      record.origins = [evil.origin];
    });
    rewrite('access_tokens', (row) => {
      row.resource = row.record.resource = '';
    });
    expire();
    await isRefused(use());
  });
});

describe('a row that was given to another', () => {
  const BOB = { ...SCOPE, user: 'bob' };

  it.each([
    ['its column', false],
    ['its column and its record', true],
  ])('user by %s gives no token', async (_how, isWhole) => {
    await one.connect();
    rewrite('connections', (row) => {
      row.principal_id = 'local:bob';
      if (isWhole) row.record.user = 'bob';
    });
    await isRefused(token('srv', BOB, one.ports));
    expire();
    await isRefused(token('srv', BOB, one.ports));
  });

  it('user by the name of the principal gives no token', async () => {
    await one.connect();
    rewrite('principals', (row) => {
      row.subject = 'bob';
    });
    await isRefused(token('srv', BOB, one.ports));
  });

  it.each([
    ['its column', false],
    ['its column and its record', true],
  ])('project by %s gives neither token nor key', async (_how, isWhole) => {
    await one.connect();
    await putKey(one.server.url);
    for (const table of ['installations', 'providers', 'servers', 'connections']) {
      rewrite(table, (row) => {
        row.project = 'other';
        if (isWhole) row.record.project = 'other';
      });
    }
    const elsewhere = { ...SCOPE, project: 'other' };
    await isRefused(token('srv', elsewhere, one.ports));
    await isRefused(use('crm', elsewhere));
  });

  it('column gives nothing', async () => {
    await one.connect();
    await putKey(one.server.url);
    let refresh = '';
    rewrite('connections', ({ record }) => {
      refresh = record.refreshToken;
    });
    rewrite('access_tokens', ({ record }) => {
      [record.token, refresh] = [refresh, record.token];
    });
    rewrite('installations', ({ record }) => {
      record.collections[0].apiKey = refresh;
    });
    await isRefused(use());
    await isRefused(use('crm'));
  });
});

describe('a row that was put back', () => {
  it('gives no token once it was renewed', async () => {
    await one.connect();
    let before: Row = {};
    rewrite('connections', ({ record }) => {
      before = record;
    });
    expire();
    one.server.set({ '/token': { body: { access_token: 'renewed', token_type: 'Bearer', refresh_token: 'again-2' } } });
    await use();
    rewrite('connections', (row) => {
      row.record = before;
    });
    expire();
    const sent = one.form('/token').length;
    await isRefused(use());
    expect(one.form('/token')).toHaveLength(sent);
    one.server.set({ '/token': { body: { access_token: 'good', token_type: 'Bearer', refresh_token: 'again-3' } } });
    await one.connect();
    expire();
    await use();
    expect(one.form('/token').at(-1)?.get('refresh_token')).toBe('again-3');
  });

  it('with another generation gives no token', async () => {
    await one.connect();
    expire();
    rewrite('connections', ({ record }) => {
      record.generation += 1;
    });
    await isRefused(use());
  });

  it('in the former format does not open', async () => {
    await one.connect();
    rewrite('access_tokens', ({ record }) => {
      record.token = record.token.replace(/^v2/, 'v1');
    });
    await isRefused(use());
  });

  it('that is no JSON is damage, and no bug', async () => {
    await one.connect();
    const database = new Libsql(join(one.ports.home, 'state', 'mcpctl.db'));
    database.exec(`UPDATE connections SET record = '{'`);
    database.close();
    await isRefused(use());
  });
});
