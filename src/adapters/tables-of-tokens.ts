/** The tables of what users have: connections, their tokens, and tokens that are to be revoked. */
import type { Kysely } from 'kysely';
import type { Tables } from '../ports/index.ts';
import { userOfPrincipal } from '../principal.ts';
import type { GatewayToken, PendingRevocation, Provider } from '../records.ts';
import type { Database } from './database.ts';
import { connectionIn, idOf, keepPrincipal, named, parsed, recordIn, tokenIn } from './table-rows.ts';

export function connectionsIn(database: Kysely<Database>): Tables['connections'] {
  const rows = () =>
    database.selectFrom('connections').select(['id', 'project', 'principal_id', 'provider_id', 'record']);
  return {
    list: async (project, user) => {
      const ofProject = rows().where('project', '=', project);
      const wanted = user === undefined ? ofProject : ofProject.where('principal_id', '=', idOf(user));
      return (await wanted.orderBy('id').execute()).map(connectionIn);
    },
    find: async (providerId, user) => {
      const ofUser = rows().where('provider_id', '=', providerId).where('principal_id', '=', idOf(user));
      return (await ofUser.where('account_label', '=', '').execute()).map(connectionIn)[0];
    },
    ofProvider: async (providerId) =>
      (await rows().where('provider_id', '=', providerId).orderBy('id').execute()).map(connectionIn),
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

export function accessTokensIn(database: Kysely<Database>): Tables['accessTokens'] {
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

export function gatewayTokensIn(database: Kysely<Database>): Tables['gatewayTokens'] {
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
    async remove(project, user) {
      await database
        .deleteFrom('gateway_tokens')
        .where('project', '=', project)
        .where('principal_id', '=', idOf(user))
        .execute();
    },
  };
}

export function revocationsIn(database: Kysely<Database>): Tables['revocations'] {
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
