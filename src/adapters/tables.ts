/** The queries of the port `Tables`, in SQL that both databases understand. */
import type { Kysely } from 'kysely';
import type { ServerRows, Tables } from '../ports/index.ts';
import type {
  AccessToken,
  Agent,
  Connection,
  GatewayToken,
  Installation,
  PendingRegistration,
  Provider,
  Server,
  ServerKey,
  ToolPins,
} from '../records.ts';
import type { Database } from './database.ts';

/** The tables as seen by one transaction. */
export function createTables(database: Kysely<Database>): Tables {
  return {
    projects: () => projectsIn(database),
    installations: installationsIn(database),
    providers: providersIn(database),
    servers: serversIn(database),
    agents: agentsIn(database),
    connections: connectionsIn(database),
    accessTokens: accessTokensIn(database),
    gatewayTokens: gatewayTokensIn(database),
    toolPins: toolPinsIn(database),
    registrations: registrationsIn(database),
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
    .execute();
  return rows.map(({ project }) => project).sort();
}

function installationsIn(database: Kysely<Database>): Tables['installations'] {
  const rows = (project: string) =>
    database.selectFrom('installations').select(['record', 'manifest']).where('project', '=', project);
  const parse = ({ record, manifest }: { record: string; manifest: string }): Installation => ({
    ...JSON.parse(record),
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
  const rows = () => database.selectFrom('providers').select('record');
  return {
    list: async (project) => parsed(await rows().where('project', '=', project).orderBy('id').execute()),
    find: async (project, name) =>
      first<Provider>(await rows().where('project', '=', project).where('name', '=', name).execute()),
    get: async (id) => first<Provider>(await rows().where('id', '=', id).execute()),
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
    database.selectFrom('servers').select(['record', 'provider_id']).where('project', '=', project);
  // The column says which provider: the database clears it when the provider is deleted.
  const parse = ({ record, provider_id }: { record: string; provider_id: string | null }): Server => ({
    ...JSON.parse(record),
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
  const rows = () => database.selectFrom('connections').select('record');
  return {
    list: async (project, user) => {
      const ofProject = rows().where('project', '=', project);
      const wanted = user === undefined ? ofProject : ofProject.where('user_name', '=', user);
      return parsed<Connection>(await wanted.orderBy('id').execute());
    },
    find: async (providerId, user) =>
      first<Connection>(await rows().where('provider_id', '=', providerId).where('user_name', '=', user).execute()),
    ofProvider: async (providerId) =>
      parsed<Connection>(await rows().where('provider_id', '=', providerId).orderBy('id').execute()),
    async save(connection) {
      const { id, project, user, providerId } = connection;
      const record = JSON.stringify(connection);
      await database
        .insertInto('connections')
        .values({ id, project, user_name: user, provider_id: providerId, record })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ record }))
        .execute();
    },
    async remove(id) {
      await database.deleteFrom('connections').where('id', '=', id).execute();
    },
  };
}

function accessTokensIn(database: Kysely<Database>): Tables['accessTokens'] {
  return {
    ofConnection: async (connectionId) =>
      parsed<AccessToken>(
        await database
          .selectFrom('access_tokens')
          .select('record')
          .where('connection_id', '=', connectionId)
          .orderBy('resource')
          .execute(),
      ),
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
    database.selectFrom('gateway_tokens').select('record').where('project', '=', project);
  return {
    list: async (project) => parsed<GatewayToken>(await rows(project).orderBy('user_name').execute()),
    find: async (project, user) => first<GatewayToken>(await rows(project).where('user_name', '=', user).execute()),
    async save(token) {
      const record = JSON.stringify(token);
      await database
        .insertInto('gateway_tokens')
        .values({ project: token.project, user_name: token.user, record })
        .onConflict((conflict) => conflict.columns(['project', 'user_name']).doUpdateSet({ record }))
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

/** Rows about a server as one user knows it. */
function serverRowsIn<Row extends ServerKey>(
  database: Kysely<Database>,
  table: 'acquaintances' | 'troubles',
): ServerRows<Row> {
  const key = ({ owner, server, user }: ServerKey) => ({ owner, server, user_name: user });
  const rows = () => database.selectFrom(table).select('record');
  return {
    find: async (wanted) =>
      first<Row>(
        await rows()
          .where((row) => row.and(key(wanted)))
          .execute(),
      ),
    ofUser: async (user) => parsed<Row>(await rows().where('user_name', '=', user).execute()),
    async save(row) {
      const record = JSON.stringify(row);
      await database
        .insertInto(table)
        .values({ ...key(row), record })
        .onConflict((conflict) => conflict.columns(['owner', 'server', 'user_name']).doUpdateSet({ record }))
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

function parsed<Row>(rows: readonly { record: string }[]): Row[] {
  return rows.map(({ record }) => JSON.parse(record));
}

function first<Row>(rows: readonly { record: string }[]): Row | undefined {
  return parsed<Row>(rows)[0];
}
