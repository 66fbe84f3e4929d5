/** The tables of what is known about servers: the tools that were accepted, what a server speaks, and its failures. */
import type { Kysely } from 'kysely';
import type { ServerRows, Tables } from '../ports/index.ts';
import type { ServerKey, ToolPins } from '../records.ts';
import type { Database } from './database.ts';
import { first, idOf, keepPrincipal, parsed } from './table-rows.ts';

export function toolPinsIn(database: Kysely<Database>): Tables['toolPins'] {
  const rows = (project: string) => database.selectFrom('tool_pins').select('record').where('project', '=', project);
  return {
    async list(project, servers) {
      if (servers?.length === 0) return [];
      const wanted = servers ? rows(project).where('server', 'in', servers) : rows(project);
      return parsed<ToolPins>(await wanted.orderBy('server').execute());
    },
    find: async (project, server) => first<ToolPins>(await rows(project).where('server', '=', server).execute()),
    async versions(project, servers) {
      if (servers?.length === 0) return new Map();
      const all = database.selectFrom('tool_pins').select(['server', 'version']).where('project', '=', project);
      const found = servers ? all.where('server', 'in', servers) : all;
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

/** Rows about a server as one user knows it. */
export function serverRowsIn<Row extends ServerKey>(
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

export async function forgetServersOf(owner: string, database: Kysely<Database>): Promise<void> {
  for (const table of ['acquaintances', 'troubles'] as const) {
    await database.deleteFrom(table).where('owner', '=', owner).execute();
  }
}
