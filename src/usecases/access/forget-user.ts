/** Ends all that somebody has in a project: what it shows to be let in, its accounts, and consents that it has begun. */
import type { Ports, Tables } from '../../ports/index.ts';
import type { PendingRevocation } from '../../records.ts';
import { endConnection } from '../../tokens/revocations.ts';
import type { StoredConsent } from '../connect/hosted/stored-consent.ts';
import { dropWaiting } from '../connect/hosted/waiting-tokens.ts';

export interface Forgetting extends Pick<Ports, 'clock'> {
  readonly tables: Tables;
}

/** Returns what is to be revoked (`revokeEnded`). The audit keeps the name. */
export async function forgetUser(
  user: string,
  project: string,
  { tables, clock }: Forgetting,
): Promise<PendingRevocation[]> {
  await tables.credentials.removeOfUser(project, user);
  const ended: PendingRevocation[] = [];
  for (const row of (await tables.pendingConsents.ofUser(project, user)) as StoredConsent[]) {
    // Tokens that wait to be confirmed are in no connection.
    ended.push(...(await dropWaiting(row, tables, clock.now())));
    await tables.pendingConsents.remove(row.id);
  }
  for (const connection of await tables.connections.list(project, user)) {
    const provider = await tables.providers.get(connection.providerId);
    if (provider) ended.push(await endConnection(connection, provider, { tables, clock }));
  }
  return ended;
}

/** The same, and nothing is left that names it: for whoever is known in one project only. */
export async function forgetUserWhole(
  user: string,
  project: string,
  forgetting: Forgetting,
): Promise<PendingRevocation[]> {
  const { tables } = forgetting;
  const ended = await forgetUser(user, project, forgetting);
  for (const row of await tables.serverCache.ofUser(user)) await tables.serverCache.remove(row);
  for (const row of await tables.serverFailures.ofUser(user)) await tables.serverFailures.remove(row);
  await tables.gatewayTokens.remove(project, user);
  await tables.forgetPrincipal(user);
  return ended;
}
