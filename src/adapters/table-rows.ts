/** From rows to records: where a column and the JSON of a record say the same thing, the column counts. */
import type { Kysely } from 'kysely';
import { hint } from '../next-step.ts';
import { idOfPrincipal, principalOf, userOfPrincipal } from '../principal.ts';
import type { AccessToken, Connection } from '../records.ts';
import { Refusal } from '../refusal.ts';
import type { Database } from './database.ts';

export const NAMED = ['id', 'project', 'name', 'record'] as const;

export type NamedRow = Readonly<Record<(typeof NAMED)[number], string>>;

export type TokenRow = Readonly<Record<'connection_id' | 'resource' | 'record', string>>;

export type ConnectionRow = Readonly<Record<'id' | 'project' | 'principal_id' | 'provider_id' | 'record', string>>;

export function connectionIn({ id, project, principal_id, provider_id, record }: ConnectionRow): Connection {
  return {
    ...recordIn<Connection>(record),
    ...{ id, project, user: userOfPrincipal(principal_id), providerId: provider_id },
  };
}

export function tokenIn({ connection_id, resource, record }: TokenRow): AccessToken {
  return { ...recordIn<AccessToken>(record), ...{ connectionId: connection_id, resource } };
}

export function named<Row>({ id, project, name, record }: NamedRow): Row {
  return { ...recordIn<Row>(record), ...{ id, project, name } };
}

/** @throws Refusal `state-damaged` for what was not written here. */
export function recordIn<Row>(text: string): Row {
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

export const idOf = (user: string) => idOfPrincipal(principalOf(user));

/** Makes the row of a user that nothing referred to before. Returns its key. */
export async function keepPrincipal(user: string, database: Kysely<Database>): Promise<string> {
  const principal = principalOf(user);
  const id = idOfPrincipal(principal);
  await database
    .insertInto('principals')
    .values({ id, ...principal, display_name: principal.subject })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return id;
}

export function parsed<Row>(rows: readonly { record: string }[]): Row[] {
  return rows.map(({ record }) => recordIn<Row>(record));
}

export function first<Row>(rows: readonly { record: string }[]): Row | undefined {
  return parsed<Row>(rows)[0];
}
