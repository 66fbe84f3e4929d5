/**
 * The queries of the port `Tables`, in SQL that both databases understand. Where a column and the JSON of a record say the
 * same thing, the column counts: it is what a row was found by, and what its secrets are sealed for.
 */
import type { Kysely } from 'kysely';
import type { Tables } from '../ports/index.ts';
import type { Database } from './database.ts';
import { idOf } from './table-rows.ts';
import { activityTablesIn } from './tables-of-activity.ts';
import { agentsIn, installationsIn, providersIn, serversIn } from './tables-of-apps.ts';
import { callerTablesIn } from './tables-of-callers.ts';
import { clientRegistrationsIn, registrationsIn } from './tables-of-clients.ts';
import { serverRowsIn, toolPinsIn } from './tables-of-facts.ts';
import { accessTokensIn, connectionsIn, gatewayTokensIn, revocationsIn } from './tables-of-tokens.ts';

/** The tables as seen by one transaction. */
export function createTables(database: Kysely<Database>): Tables {
  return {
    projects: () => projectsIn(database),
    holdsFormat: (format) => holdsFormat(format, database),
    forgetPrincipal: (user) => forgetPrincipal(user, database),
    removeProject: (project) => removeProject(project, database),
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
    ...callerTablesIn(database),
    ...activityTablesIn(database),
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
    .union(database.selectFrom('web_apps').select('project'))
    .union(database.selectFrom('people').select('project'))
    .union(database.selectFrom('projects').select('name as project'))
    .execute();
  return rows.map(({ project }) => project).sort();
}

/** A principal whom rows still refer to stays. */
async function forgetPrincipal(user: string, database: Kysely<Database>): Promise<void> {
  const tables = ['connections', 'gateway_tokens', 'acquaintances', 'troubles'] as const;
  const id = idOf(user);
  for (const table of tables) {
    const rows = database.selectFrom(table).select('principal_id').where('principal_id', '=', id);
    if ((await rows.limit(1).executeTakeFirst()) !== undefined) return;
  }
  await database.deleteFrom('principals').where('id', '=', id).execute();
}

async function removeProject(project: string, database: Kysely<Database>): Promise<void> {
  const tables = [
    ...(['credentials', 'pending_consents', 'api_keys', 'web_apps', 'people', 'jobs'] as const),
    ...(['agents', 'gateway_tokens', 'tool_pins'] as const),
  ];
  for (const table of tables) await database.deleteFrom(table).where('project', '=', project).execute();
  await database.deleteFrom('projects').where('name', '=', project).execute();
}

/** Sealed values are texts of the JSON in `record`, which begin with the name of their format. */
async function holdsFormat(format: string, database: Kysely<Database>): Promise<boolean> {
  const tables = [
    ...(['installations', 'providers', 'servers', 'connections', 'access_tokens'] as const),
    ...(['gateway_tokens', 'registrations', 'client_registrations', 'pending_consents'] as const),
  ];
  for (const table of tables) {
    const rows = database.selectFrom(table).select('record').where('record', 'like', `%"${format}.%`);
    if ((await rows.limit(1).executeTakeFirst()) !== undefined) return true;
  }
  return false;
}
