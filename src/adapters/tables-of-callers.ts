/** The tables of who may use the server: projects, people, web apps, API keys, end users, and what they show. */
import type { Kysely } from 'kysely';
import type { CallerTables } from '../ports/state-of-callers.ts';
import type { Actor, ApiKey, Credential, Person, Project, WebApp } from '../records-of-callers.ts';
import type { Database } from './database.ts';
import { first, idOf, NAMED, named, parsed } from './table-rows.ts';

export function callerTablesIn(database: Kysely<Database>): CallerTables {
  return {
    projectRows: projectsIn(database),
    people: peopleIn(database),
    webApps: webAppsIn(database),
    apiKeys: apiKeysIn(database),
    actors: actorsIn(database),
    credentials: credentialsIn(database),
  };
}

function projectsIn(database: Kysely<Database>): CallerTables['projectRows'] {
  const rows = () => database.selectFrom('projects').select('record');
  return {
    list: async () => parsed<Project>(await rows().orderBy('name').execute()),
    find: async (name) => first<Project>(await rows().where('name', '=', name).execute()),
    async save(project) {
      const record = JSON.stringify(project);
      await database
        .insertInto('projects')
        .values({ name: project.name, record })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ record }))
        .execute();
    },
    async remove(name) {
      await database.deleteFrom('projects').where('name', '=', name).execute();
    },
  };
}

function peopleIn(database: Kysely<Database>): CallerTables['people'] {
  const rows = (project: string) => database.selectFrom('people').select('record').where('project', '=', project);
  return {
    list: async (project) => parsed<Person>(await rows(project).orderBy('name').execute()),
    find: async (project, name) => first<Person>(await rows(project).where('name', '=', name).execute()),
    async save(person) {
      const { project, name } = person;
      const record = JSON.stringify(person);
      await database
        .insertInto('people')
        .values({ project, name, record })
        .onConflict((conflict) => conflict.columns(['project', 'name']).doUpdateSet({ record }))
        .execute();
    },
    async remove(project, name) {
      await database.deleteFrom('people').where('project', '=', project).where('name', '=', name).execute();
    },
  };
}

function webAppsIn(database: Kysely<Database>): CallerTables['webApps'] {
  const rows = () => database.selectFrom('web_apps').select([...NAMED]);
  return {
    all: async () => (await rows().orderBy('id').execute()).map(named<WebApp>),
    list: async (project) => (await rows().where('project', '=', project).orderBy('id').execute()).map(named<WebApp>),
    find: async (project, name) =>
      (await rows().where('project', '=', project).where('name', '=', name).execute()).map(named<WebApp>)[0],
    get: async (id) => (await rows().where('id', '=', id).execute()).map(named<WebApp>)[0],
    async save(webApp) {
      const { id, project, name } = webApp;
      const record = JSON.stringify(webApp);
      await database
        .insertInto('web_apps')
        .values({ id, project, name, record })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ name, record }))
        .execute();
    },
    async remove(id) {
      await database.deleteFrom('web_apps').where('id', '=', id).execute();
    },
  };
}

function apiKeysIn(database: Kysely<Database>): CallerTables['apiKeys'] {
  const rows = () => database.selectFrom('api_keys').select('record');
  return {
    list: async (project) => parsed<ApiKey>(await rows().where('project', '=', project).orderBy('id').execute()),
    get: async (id) => first<ApiKey>(await rows().where('id', '=', id).execute()),
    ofHash: async (hash) => first<ApiKey>(await rows().where('hash', '=', hash).execute()),
    async save(key) {
      const { id, project, name, hash } = key;
      const record = JSON.stringify(key);
      await database
        .insertInto('api_keys')
        .values({ id, project, name, hash, record })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ record }))
        .execute();
    },
    async remove(id) {
      await database.deleteFrom('api_keys').where('id', '=', id).execute();
    },
  };
}

function actorsIn(database: Kysely<Database>): CallerTables['actors'] {
  const rows = (webAppId: string) => database.selectFrom('actors').select('record').where('web_app_id', '=', webAppId);
  return {
    list: async (webAppId, { limit, after = '' }) =>
      parsed<Actor>(await rows(webAppId).where('id', '>', after).orderBy('id').limit(limit).execute()),
    find: async (webAppId, id) => first<Actor>(await rows(webAppId).where('id', '=', id).execute()),
    async save(actor) {
      const record = JSON.stringify(actor);
      await database
        .insertInto('actors')
        .values({ web_app_id: actor.webAppId, id: actor.id, record })
        .onConflict((conflict) => conflict.columns(['web_app_id', 'id']).doUpdateSet({ record }))
        .execute();
    },
    async remove(webAppId, id) {
      await database.deleteFrom('actors').where('web_app_id', '=', webAppId).where('id', '=', id).execute();
    },
  };
}

function credentialsIn(database: Kysely<Database>): CallerTables['credentials'] {
  return {
    find: async (hash) =>
      first<Credential>(await database.selectFrom('credentials').select('record').where('hash', '=', hash).execute()),
    take: async (hash, kind) =>
      first<Credential>(
        await database
          .deleteFrom('credentials')
          .where('hash', '=', hash)
          .where('kind', '=', kind)
          .returning('record')
          .execute(),
      ),
    async save(credential) {
      const { hash, project, kind, user, parent, expiresAt } = credential;
      const row = { hash, project, kind, principal_id: idOf(user), parent, expires: expiresAt };
      await database
        .insertInto('credentials')
        .values({ ...row, record: JSON.stringify(credential) })
        .execute();
    },
    async removeOfUser(project, user) {
      await database
        .deleteFrom('credentials')
        .where('principal_id', '=', idOf(user))
        .where('project', '=', project)
        .execute();
    },
    async removeOfParent(parent) {
      await database.deleteFrom('credentials').where('parent', '=', parent).execute();
    },
    async remove(hash) {
      await database.deleteFrom('credentials').where('hash', '=', hash).execute();
    },
    async removeExpired(now) {
      await database.deleteFrom('credentials').where('expires', '<', now).execute();
    },
  };
}
