/** The tables of what goes on at a server: consents of people who are away, the audit, and jobs. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { ActivityTables } from '../ports/state-of-callers.ts';
import type { AuditRow, Job, PendingConsentRow } from '../records-of-callers.ts';
import type { Database } from './database.ts';
import { first, idOf, parsed } from './table-rows.ts';

export function activityTablesIn(database: Kysely<Database>): ActivityTables {
  return {
    pendingConsents: pendingConsentsIn(database),
    audit: auditIn(database),
    jobs: jobsIn(database),
  };
}

function pendingConsentsIn(database: Kysely<Database>): ActivityTables['pendingConsents'] {
  const rows = () => database.selectFrom('pending_consents').select('record');
  return {
    list: async (project) =>
      parsed<PendingConsentRow>(await rows().where('project', '=', project).orderBy('id').execute()),
    get: async (id) => first<PendingConsentRow>(await rows().where('id', '=', id).execute()),
    ofState: async (stateHash) => first<PendingConsentRow>(await rows().where('state_hash', '=', stateHash).execute()),
    ofUser: async (project, user) =>
      parsed<PendingConsentRow>(
        await rows().where('principal_id', '=', idOf(user)).where('project', '=', project).orderBy('id').execute(),
      ),
    async save(consent) {
      const { id, project, user, stateHash = null, expiresAt } = consent;
      const changing = { state_hash: stateHash, expires: expiresAt, record: JSON.stringify(consent) };
      await database
        .insertInto('pending_consents')
        .values({ id, project, principal_id: idOf(user), ...changing })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
        .execute();
    },
    takeState: async (stateHash) =>
      first<PendingConsentRow>(
        await database
          .updateTable('pending_consents')
          .set({ state_hash: null })
          .where('state_hash', '=', stateHash)
          .returning('record')
          .execute(),
      ),
    async remove(id) {
      await database.deleteFrom('pending_consents').where('id', '=', id).execute();
    },
    expired: async (now) => parsed<PendingConsentRow>(await rows().where('expires', '<', now).limit(100).execute()),
  };
}

function auditIn(database: Kysely<Database>): ActivityTables['audit'] {
  return {
    async list(project, { limit, before, after, principal, target, operation, since }) {
      let query = database.selectFrom('audit').select('record').where('project', '=', project);
      if (before !== undefined) query = query.where('id', '<', before);
      if (after !== undefined) query = query.where('id', '>', after);
      if (since !== undefined) query = query.where('id', '>=', firstIdAt(since));
      if (principal !== undefined) query = query.where('principal', '=', principal);
      if (target !== undefined) query = query.where('target', ...matching(target));
      if (operation !== undefined) query = query.where('operation', '=', operation);
      return parsed<AuditRow>(
        await query
          .orderBy('id', after === undefined ? 'desc' : 'asc')
          .limit(limit)
          .execute(),
      );
    },
    async add(rows) {
      if (rows.length === 0) return;
      const values = rows.map((row) => {
        const { id, project, principal, operation, target } = row;
        return { id, project, principal, operation, target, record: JSON.stringify(row) };
      });
      await database
        .insertInto('audit')
        .values(values)
        // A batch that was written, although the answer was lost, is sent again.
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
  };
}

/** `*` and `?` are wildcards. A text without any is found by the index. */
function matching(pattern: string): ['like' | '=', string | RawBuilder<string>] {
  if (!/[*?]/.test(pattern)) return ['=', pattern];
  const like = pattern
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_');
  return ['like', sql<string>`${like} escape '\\'`];
}

/** Identifiers begin with the time (src/adapters/identifiers.ts): the smallest one of a millisecond. */
function firstIdAt(milliseconds: number): string {
  const hex = Math.max(0, Math.floor(milliseconds)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}

function jobsIn(database: Kysely<Database>): ActivityTables['jobs'] {
  return {
    find: async (project, id) =>
      first<Job>(
        await database
          .selectFrom('jobs')
          .select('record')
          .where('id', '=', id)
          .where('project', '=', project)
          .execute(),
      ),
    async save(job) {
      const { id, project } = job;
      const record = JSON.stringify(job);
      await database
        .insertInto('jobs')
        .values({ id, project, record })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ record }))
        .execute();
    },
  };
}
