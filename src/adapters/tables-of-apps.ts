/** The tables of what a project has: installations, providers, servers and agents. */
import type { Kysely } from 'kysely';
import type { Tables } from '../ports/index.ts';
import type { Agent, Installation, Provider, Server } from '../records.ts';
import type { Database } from './database.ts';
import { first, NAMED, type NamedRow, named, parsed } from './table-rows.ts';
import { forgetServersOf } from './tables-of-facts.ts';

export function installationsIn(database: Kysely<Database>): Tables['installations'] {
  const all = () => database.selectFrom('installations').select([...NAMED, 'manifest']);
  const rows = (project: string) => all().where('project', '=', project);
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
    async get(id) {
      const row = await all().where('id', '=', id).executeTakeFirst();
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

export function providersIn(database: Kysely<Database>): Tables['providers'] {
  const rows = () => database.selectFrom('providers').select(NAMED);
  return {
    list: async (project) => (await rows().where('project', '=', project).orderBy('id').execute()).map(named<Provider>),
    find: async (project, name) =>
      (await rows().where('project', '=', project).where('name', '=', name).execute()).map(named<Provider>)[0],
    get: async (id) => (await rows().where('id', '=', id).execute()).map(named<Provider>)[0],
    ofIds: async (ids) =>
      ids.length === 0 ? [] : (await rows().where('id', 'in', ids).execute()).map(named<Provider>),
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

export function serversIn(database: Kysely<Database>): Tables['servers'] {
  const all = () => database.selectFrom('servers').select([...NAMED, 'provider_id']);
  const rows = (project: string) => all().where('project', '=', project);
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
    get: async (id) => (await all().where('id', '=', id).execute()).map(parse)[0],
    async page(project, { limit, offset = 0, after }) {
      const wanted = after === undefined ? rows(project) : rows(project).where('id', '<', after);
      return (await wanted.orderBy('id', 'desc').limit(limit).offset(offset).execute()).map(parse);
    },
    count: (project) => countOf('servers', project, database),
    ofNamespace: async (project, namespace) =>
      (await rows(project).where('namespace', '=', namespace).orderBy('id').execute()).map(parse),
    async save(server) {
      const { id, project, name, namespace, providerId = null } = server;
      const changing = { name, namespace, provider_id: providerId, record: JSON.stringify(server) };
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

export function agentsIn(database: Kysely<Database>): Tables['agents'] {
  const all = () => database.selectFrom('agents').select('record');
  const rows = (project: string) => all().where('project', '=', project);
  return {
    list: async (project) => parsed(await rows(project).orderBy('id').execute()),
    find: async (project, name) => first<Agent>(await rows(project).where('name', '=', name).execute()),
    get: async (id) => first<Agent>(await all().where('id', '=', id).execute()),
    async page(project, { limit, offset = 0, after }) {
      const wanted = after === undefined ? rows(project) : rows(project).where('id', '<', after);
      return parsed<Agent>(await wanted.orderBy('id', 'desc').limit(limit).offset(offset).execute());
    },
    count: (project) => countOf('agents', project, database),
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

async function countOf(thing: 'servers' | 'agents', project: string, database: Kysely<Database>): Promise<number> {
  const row = database.selectFrom('counts').select('number').where('project', '=', project).where('thing', '=', thing);
  return (await row.executeTakeFirst())?.number ?? 0;
}
