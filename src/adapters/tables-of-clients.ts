/** The tables of OAuth clients that mcpctl has registered. */
import type { Kysely } from 'kysely';
import type { Tables } from '../ports/index.ts';
import type { PendingRegistration, Provider } from '../records.ts';
import type { Database } from './database.ts';
import { first, parsed } from './table-rows.ts';

export function registrationsIn(database: Kysely<Database>): Tables['registrations'] {
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

export function clientRegistrationsIn(database: Kysely<Database>): Tables['clientRegistrations'] {
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
