/**
 * The queries of the port `Tables`, in SQL that both databases understand. Where a column and the JSON of a record say the
 * same thing, the column counts: it is what a row was found by, and what its secrets are sealed for.
 */
import type { Kysely } from 'kysely';
import { hint } from '../next-step.ts';
import type { ServerRows, Tables } from '../ports/index.ts';
import { idOfPrincipal, localPrincipal, userOfPrincipal } from '../principal.ts';
import type {
  AccessToken,
  Agent,
  Connection,
  GatewayToken,
  Installation,
  PendingRegistration,
  PendingRevocation,
  Provider,
  Server,
  ServerKey,
  ToolPins,
} from '../records.ts';
import { Refusal } from '../refusal.ts';
import type { Database } from './database.ts';

/** The tables as seen by one transaction. */
export function createTables(database: Kysely<Database>): Tables {
  return {
    projects: () => projectsIn(database),
    holdsFormat: (format) => holdsFormat(format, database),
    installations: installationsIn(database),
    providers: providersIn(database),
    servers: serversIn(database),
    agents: agentsIn(database),
    connections: connectionsIn(database),
    accessTokens: accessTokensIn(database),
    gatewayTokens: gatewayTokensIn(database),
    toolPins: toolPinsIn(database),
    registrations: registrationsIn(database),
    clientRegistrations: clientRegistrationsIn(database),
    revocations: revocationsIn(database),
    serverCache: serverRowsIn(database, 'acquaintances'),
    serverFailures: serverRowsIn(database, 'troubles'),
  };
}

/** A connection is always in the project of its provider. */
async function projectsIn(database: Kysely<Database>): Promise<string[]> {
  const rows = await database
    .selectFrom('installations')
    .select('project')
    .union(database.selectFrom('providers').select('project'))
    .union(database.selectFrom('servers').select('project'))
    .union(database.selectFrom('gateway_tokens').select('project'))
    .union(database.selectFrom('agents').select('project'))
    .union(database.selectFrom('registrations').select('project'))
    .union(database.selectFrom('revocations').select('project'))
    .execute();
  return rows.map(({ project }) => project).sort();
}

/** Sealed values are texts of the JSON in `record`, which begin with the name of their format. */
async function holdsFormat(format: string, database: Kysely<Database>): Promise<boolean> {
  const tables = [
    ...(['installations', 'providers', 'servers', 'connections', 'access_tokens'] as const),
    ...(['gateway_tokens', 'registrations', 'client_registrations'] as const),
  ];
  for (const table of tables) {
    const rows = database.selectFrom(table).select('record').where('record', 'like', `%"${format}.%`);
    if ((await rows.limit(1).executeTakeFirst()) !== undefined) return true;
  }
  return false;
}

function installationsIn(database: Kysely<Database>): Tables['installations'] {
  const rows = (project: string) =>
    database
      .selectFrom('installations')
      .select([...NAMED, 'manifest'])
      .where('project', '=', project);
  const parse = ({ manifest, ...row }: NamedRow & { manifest: string }): Installation => ({
    ...named<Installation>(row),
    manifest,
  });
  return {
    // Identifiers sort by the time they were made.
    list: async (project) => (await rows(project).orderBy('id').execute()).map(parse),
    async find(project, name) {
      const row = await rows(project).where('name', '=', name).executeTakeFirst();
      return row && parse(row);
    },
    async save({ manifest, ...rest }) {
      const { id, project, name } = rest;
      const record = JSON.stringify(rest);
      await database
        .insertInto('installations')
        .values({ id, project, name, record, manifest })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ name, record, manifest }))
        .execute();
    },
    async remove(id) {
      await forgetServersOf(id, database);
      await database.deleteFrom('installations').where('id', '=', id).execute();
    },
  };
}

function providersIn(database: Kysely<Database>): Tables['providers'] {
  const rows = () => database.selectFrom('providers').select(NAMED);
  return {
    list: async (project) => (await rows().where('project', '=', project).orderBy('id').execute()).map(named<Provider>),
    find: async (project, name) =>
      (await rows().where('project', '=', project).where('name', '=', name).execute()).map(named<Provider>)[0],
    get: async (id) => (await rows().where('id', '=', id).execute()).map(named<Provider>)[0],
    async save(provider) {
      const { id, project, name } = provider;
      const changing = { name, installation_id: provider.installationId ?? null, record: JSON.stringify(provider) };
      await database
        .insertInto('providers')
        .values({ id, project, ...changing })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
        .execute();
    },
    async remove(id) {
      await database.deleteFrom('providers').where('id', '=', id).execute();
    },
  };
}

function serversIn(database: Kysely<Database>): Tables['servers'] {
  const rows = (project: string) =>
    database
      .selectFrom('servers')
      .select([...NAMED, 'provider_id'])
      .where('project', '=', project);
  // The database clears the column when the provider is deleted.
  const parse = ({ provider_id, ...row }: NamedRow & { provider_id: string | null }): Server => ({
    ...named<Server>(row),
    providerId: provider_id ?? undefined,
  });
  return {
    list: async (project) => (await rows(project).orderBy('id').execute()).map(parse),
    async find(project, name) {
      const row = await rows(project).where('name', '=', name).executeTakeFirst();
      return row && parse(row);
    },
    async save(server) {
      const { id, project, name } = server;
      const changing = { name, provider_id: server.providerId ?? null, record: JSON.stringify(server) };
      await database
        .insertInto('servers')
        .values({ id, project, ...changing })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
        .execute();
    },
    async remove(id) {
      await forgetServersOf(id, database);
      await database.deleteFrom('servers').where('id', '=', id).execute();
    },
  };
}

function agentsIn(database: Kysely<Database>): Tables['agents'] {
  const rows = (project: string) => database.selectFrom('agents').select('record').where('project', '=', project);
  return {
    list: async (project) => parsed(await rows(project).orderBy('id').execute()),
    find: async (project, name) => first<Agent>(await rows(project).where('name', '=', name).execute()),
    async save(agent) {
      const { id, project, name } = agent;
      const record = JSON.stringify(agent);
      await database
        .insertInto('agents')
        .values({ id, project, name, record })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ name, record }))
        .execute();
    },
    async remove(id) {
      await database.deleteFrom('agents').where('id', '=', id).execute();
    },
  };
}

function connectionsIn(database: Kysely<Database>): Tables['connections'] {
  const rows = () =>
    database.selectFrom('connections').select(['id', 'project', 'principal_id', 'provider_id', 'record']);
  const parse = connectionIn;
  return {
    list: async (project, user) => {
      const ofProject = rows().where('project', '=', project);
      const wanted = user === undefined ? ofProject : ofProject.where('principal_id', '=', idOf(user));
      return (await wanted.orderBy('id').execute()).map(parse);
    },
    find: async (providerId, user) => {
      const ofUser = rows().where('provider_id', '=', providerId).where('principal_id', '=', idOf(user));
      return (await ofUser.where('account_label', '=', '').execute()).map(parse)[0];
    },
    ofProvider: async (providerId) =>
      (await rows().where('provider_id', '=', providerId).orderBy('id').execute()).map(parse),
    async withTokens(providerId, user) {
      const found = await database
        .selectFrom('providers as p')
        .leftJoin('connections as c', (join) =>
          join.onRef('c.provider_id', '=', 'p.id').on('c.principal_id', '=', idOf(user)).on('c.account_label', '=', ''),
        )
        .leftJoin('access_tokens as t', 't.connection_id', 'c.id')
        .select(['p.id', 'p.project', 'p.name', 'p.record'])
        .select(['c.id as c_id', 'c.project as c_project', 'c.principal_id', 'c.record as c_record'])
        .select(['t.resource', 't.record as t_record'])
        .where('p.id', '=', providerId)
        .orderBy('t.resource')
        .execute();
      const [row] = found;
      if (row === undefined) return undefined;
      const { c_id: id, c_project: project, c_record: record, principal_id } = row;
      const isConnected = id !== null && project !== null && record !== null && principal_id !== null;
      return {
        provider: named<Provider>(row),
        connection: isConnected ? connectionIn({ id, project, principal_id, provider_id: row.id, record }) : undefined,
        tokens: found.flatMap(({ resource, t_record }) =>
          id === null || resource === null || t_record === null
            ? []
            : [tokenIn({ connection_id: id, resource, record: t_record })],
        ),
      };
    },
    async save(connection) {
      const { id, project, user, providerId } = connection;
      const record = JSON.stringify(connection);
      const { numUpdatedRows } = await database
        .updateTable('connections')
        .set({ record })
        .where('id', '=', id)
        .executeTakeFirst();
      if (numUpdatedRows > 0n) return;
      const principal_id = await keepPrincipal(user, database);
      await database
        .insertInto('connections')
        .values({ id, project, principal_id, provider_id: providerId, record })
        .execute();
    },
    async remove(id) {
      await database.deleteFrom('connections').where('id', '=', id).execute();
    },
  };
}

function accessTokensIn(database: Kysely<Database>): Tables['accessTokens'] {
  const rows = () => database.selectFrom('access_tokens').select(['connection_id', 'resource', 'access_tokens.record']);
  return {
    ofConnection: async (connectionId) =>
      (await rows().where('connection_id', '=', connectionId).orderBy('resource').execute()).map(tokenIn),
    async list(project, user) {
      const ofProject = rows()
        .innerJoin('connections', 'connections.id', 'connection_id')
        .where('connections.project', '=', project);
      const wanted = user === undefined ? ofProject : ofProject.where('connections.principal_id', '=', idOf(user));
      return (await wanted.orderBy('connection_id').orderBy('resource').execute()).map(tokenIn);
    },
    async save(token) {
      const record = JSON.stringify(token);
      await database
        .insertInto('access_tokens')
        .values({ connection_id: token.connectionId, resource: token.resource, record })
        .onConflict((conflict) => conflict.columns(['connection_id', 'resource']).doUpdateSet({ record }))
        .execute();
    },
    async removeAll(connectionId) {
      await database.deleteFrom('access_tokens').where('connection_id', '=', connectionId).execute();
    },
  };
}

function gatewayTokensIn(database: Kysely<Database>): Tables['gatewayTokens'] {
  const rows = (project: string) =>
    database.selectFrom('gateway_tokens').select(['project', 'principal_id', 'record']).where('project', '=', project);
  const parse = ({ project, principal_id, record }: { project: string; principal_id: string; record: string }) => ({
    ...recordIn<GatewayToken>(record),
    ...{ project, user: userOfPrincipal(principal_id) },
  });
  return {
    list: async (project) => (await rows(project).orderBy('principal_id').execute()).map(parse),
    find: async (project, user) => (await rows(project).where('principal_id', '=', idOf(user)).execute()).map(parse)[0],
    async save(token) {
      const record = JSON.stringify(token);
      const principal_id = await keepPrincipal(token.user, database);
      await database
        .insertInto('gateway_tokens')
        .values({ project: token.project, principal_id, record })
        .onConflict((conflict) => conflict.columns(['project', 'principal_id']).doUpdateSet({ record }))
        .execute();
    },
  };
}

function toolPinsIn(database: Kysely<Database>): Tables['toolPins'] {
  const rows = (project: string) => database.selectFrom('tool_pins').select('record').where('project', '=', project);
  return {
    list: async (project) => parsed<ToolPins>(await rows(project).orderBy('server').execute()),
    find: async (project, server) => first<ToolPins>(await rows(project).where('server', '=', server).execute()),
    async versions(project) {
      const found = database.selectFrom('tool_pins').select(['server', 'version']).where('project', '=', project);
      return new Map((await found.execute()).map(({ server, version }) => [server, version]));
    },
    async save(pins) {
      const changing = { version: pins.version, record: JSON.stringify(pins) };
      await database
        .insertInto('tool_pins')
        .values({ project: pins.project, server: pins.server, ...changing })
        .onConflict((conflict) => conflict.columns(['project', 'server']).doUpdateSet(changing))
        .execute();
    },
    async remove(project, server) {
      await database.deleteFrom('tool_pins').where('project', '=', project).where('server', '=', server).execute();
    },
  };
}

function registrationsIn(database: Kysely<Database>): Tables['registrations'] {
  return {
    async list(project) {
      const rows = database.selectFrom('registrations').select('record').where('project', '=', project);
      return parsed<PendingRegistration>(await rows.orderBy('id').execute());
    },
    async save(registration) {
      const { id, project } = registration;
      const record = JSON.stringify(registration);
      await database
        .insertInto('registrations')
        .values({ id, project, record })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ record }))
        .execute();
    },
    async remove(id) {
      await database.deleteFrom('registrations').where('id', '=', id).execute();
    },
  };
}

function clientRegistrationsIn(database: Kysely<Database>): Tables['clientRegistrations'] {
  const rows = (providerId: string) =>
    database.selectFrom('client_registrations').select('record').where('provider_id', '=', providerId);
  return {
    async list(project) {
      const ofProject = database
        .selectFrom('client_registrations')
        .innerJoin('providers', 'providers.id', 'provider_id')
        .select('client_registrations.record')
        .where('providers.project', '=', project);
      return parsed<Provider>(await ofProject.orderBy('provider_id').orderBy('redirect_uri').execute());
    },
    ofProvider: async (providerId) => parsed<Provider>(await rows(providerId).orderBy('redirect_uri').execute()),
    find: async (providerId, redirectUri) =>
      first<Provider>(await rows(providerId).where('redirect_uri', '=', redirectUri).execute()),
    async save(provider, redirectUri) {
      const record = JSON.stringify(provider);
      await database
        .insertInto('client_registrations')
        .values({ provider_id: provider.id, redirect_uri: redirectUri, record })
        .onConflict((conflict) => conflict.columns(['provider_id', 'redirect_uri']).doUpdateSet({ record }))
        .execute();
    },
    async remove(providerId, redirectUri) {
      await database
        .deleteFrom('client_registrations')
        .where('provider_id', '=', providerId)
        .where('redirect_uri', '=', redirectUri)
        .execute();
    },
  };
}

function revocationsIn(database: Kysely<Database>): Tables['revocations'] {
  const rows = () => database.selectFrom('revocations').select('record');
  return {
    list: async (project) =>
      parsed<PendingRevocation>(await rows().where('project', '=', project).orderBy('id').execute()),
    async save(revocation, due) {
      const { id, project } = revocation;
      const changing = { due, record: JSON.stringify(revocation) };
      await database
        .insertInto('revocations')
        .values({ id, project, ...changing })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
        .execute();
    },
    isDue: async (now) => (await rows().where('due', '<=', now).limit(1).executeTakeFirst()) !== undefined,
    async take({ now, until, most }) {
      const due = await rows().select('id').where('due', '<=', now).orderBy('due').limit(most).execute();
      const ids = due.map(({ id }) => id);
      if (ids.length > 0)
        await database.updateTable('revocations').set({ due: until }).where('id', 'in', ids).execute();
      return parsed<PendingRevocation>(due);
    },
    async remove(id) {
      await database.deleteFrom('revocations').where('id', '=', id).execute();
    },
  };
}

/** Rows about a server as one user knows it. */
function serverRowsIn<Row extends ServerKey>(
  database: Kysely<Database>,
  table: 'acquaintances' | 'troubles',
): ServerRows<Row> {
  const key = ({ owner, server, user }: ServerKey) => ({ owner, server, principal_id: idOf(user) });
  const rows = () => database.selectFrom(table).select('record');
  return {
    find: async (wanted) =>
      first<Row>(
        await rows()
          .where((row) => row.and(key(wanted)))
          .execute(),
      ),
    ofUser: async (user) => parsed<Row>(await rows().where('principal_id', '=', idOf(user)).execute()),
    async save(row) {
      const record = JSON.stringify(row);
      await keepPrincipal(row.user, database);
      await database
        .insertInto(table)
        .values({ ...key(row), record })
        .onConflict((conflict) => conflict.columns(['owner', 'server', 'principal_id']).doUpdateSet({ record }))
        .execute();
    },
    async remove(wanted) {
      await database
        .deleteFrom(table)
        .where((row) => row.and(key(wanted)))
        .execute();
    },
  };
}

async function forgetServersOf(owner: string, database: Kysely<Database>): Promise<void> {
  for (const table of ['acquaintances', 'troubles'] as const) {
    await database.deleteFrom(table).where('owner', '=', owner).execute();
  }
}

const NAMED = ['id', 'project', 'name', 'record'] as const;

type NamedRow = Readonly<Record<(typeof NAMED)[number], string>>;

type TokenRow = Readonly<Record<'connection_id' | 'resource' | 'record', string>>;

type ConnectionRow = Readonly<Record<'id' | 'project' | 'principal_id' | 'provider_id' | 'record', string>>;

function connectionIn({ id, project, principal_id, provider_id, record }: ConnectionRow): Connection {
  return {
    ...recordIn<Connection>(record),
    ...{ id, project, user: userOfPrincipal(principal_id), providerId: provider_id },
  };
}

function tokenIn({ connection_id, resource, record }: TokenRow): AccessToken {
  return { ...recordIn<AccessToken>(record), ...{ connectionId: connection_id, resource } };
}

function named<Row>({ id, project, name, record }: NamedRow): Row {
  return { ...recordIn<Row>(record), ...{ id, project, name } };
}

/** @throws Refusal `state-damaged` for what was not written here. */
function recordIn<Row>(text: string): Row {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Refusal('state-damaged', {
      what: 'A row of the database is damaged.',
      why: `It holds no JSON: ${(cause as Error).message}`,
      hint: hint`It was left as it is. Restore a backup, or move the database away and install again: ${{ do: 'doctor' }}`,
      cause,
    });
  }
}

const idOf = (user: string) => idOfPrincipal(localPrincipal(user));

/** Makes the row of a user that nothing referred to before. Returns its key. */
async function keepPrincipal(user: string, database: Kysely<Database>): Promise<string> {
  const principal = localPrincipal(user);
  const id = idOfPrincipal(principal);
  await database
    .insertInto('principals')
    .values({ id, ...principal, display_name: user })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return id;
}

function parsed<Row>(rows: readonly { record: string }[]): Row[] {
  return rows.map(({ record }) => recordIn<Row>(record));
}

function first<Row>(rows: readonly { record: string }[]): Row | undefined {
  return parsed<Row>(rows)[0];
}
