/** Whether whoever began a consent may still finish it. */
import type { Tables } from '../../../ports/index.ts';
import { principalOf, webAppOf } from '../../../principal.ts';
import { Refusal } from '../../../refusal.ts';
import type { StoredConsent } from './stored-consent.ts';

/** Whether the principal has a row. The owner of the machine and an end user at first use have none. */
export async function hasRow({ project, user }: Pick<StoredConsent, 'project' | 'user'>, tables: Tables) {
  return (await createdAt({ project, user }, tables)) !== undefined;
}

/** @throws Refusal `unauthenticated` when the person, actor, API key or web app was removed since. */
export async function refuseRemoved(row: StoredConsent, tables: Tables, now: number): Promise<void> {
  if (!(await isStillThere(row, tables, now))) {
    throw new Refusal('unauthenticated', {
      what: 'Whoever began this consent was removed from the project.',
      hint: 'Ask an owner of the project.',
      details: { reason: 'removed' },
    });
  }
}

async function isStillThere(row: StoredConsent, tables: Tables, now: number): Promise<boolean> {
  const { consent, begunAt, hadRow } = row.pending;
  const { keyId, webApp } = consent.for;
  if (keyId !== undefined && !(await isKeyGood(keyId, tables, now))) return false;
  const webAppId = webApp?.id ?? webAppOf(principalOf(row.user));
  if (webAppId !== undefined && (await tables.webApps.get(webAppId)) === undefined) return false;
  if (!hadRow) return true;
  const created = await createdAt(row, tables);
  // Somebody who was removed and added again is somebody else.
  return created !== undefined && created <= begunAt;
}

async function createdAt(
  { project, user }: Pick<StoredConsent, 'project' | 'user'>,
  tables: Tables,
): Promise<number | undefined> {
  const principal = principalOf(user);
  const { issuer, subject } = principal;
  const webAppId = webAppOf(principal);
  if (webAppId !== undefined) return (await tables.actors.find(webAppId, subject))?.createdAt;
  if (issuer === 'key') {
    const key = await tables.apiKeys.get(subject);
    return key?.revokedAt === undefined ? key?.createdAt : undefined;
  }
  return (await tables.people.find(project, subject))?.createdAt;
}

async function isKeyGood(id: string, tables: Tables, now: number): Promise<boolean> {
  const key = await tables.apiKeys.get(id);
  return key !== undefined && key.revokedAt === undefined && (key.expiresAt ?? Number.POSITIVE_INFINITY) > now;
}
