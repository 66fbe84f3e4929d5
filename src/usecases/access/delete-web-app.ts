/** A web app goes, with its keys, its end users and their accounts. */
import type { Caller } from '../../identity/caller.ts';
import { confirmationFor, type Given, type NeedsConfirmation } from '../../plan/needs.ts';
import type { Tables } from '../../ports/index.ts';
import { principalOf, webAppOf } from '../../principal.ts';
import type { Connection, PendingRevocation } from '../../records.ts';
import type { WebApp } from '../../records-of-callers.ts';
import { forgetUser, forgetUserWhole } from './forget-user.ts';
import { type Revoked, type RevokePorts, revokeMany } from './revoke-many.ts';
import { endCredentials, webAppNamed } from './web-app.ts';

export interface DeletedWebApp extends Revoked {
  readonly webApp: WebApp;
}

/**
 * Returns what would end until its digest is given. Its keys are revoked and stay listed.
 *
 * @throws Refusal `not-found`
 */
export async function deleteWebApp(
  { name, ...given }: { readonly name: string } & Given,
  caller: Caller,
  ports: RevokePorts,
): Promise<DeletedWebApp | NeedsConfirmation> {
  const { state, clock } = ports;
  const { project } = caller;
  const seen = await state.read(async (tables) => {
    const webApp = await webAppNamed(name, project, tables);
    return { webApp, users: usersAmong(await connectionsOf(webApp, tables)) };
  });
  const { webApp } = seen;
  const needs = await confirmationFor(
    [
      { kind: 'web-app-deleted', name: webApp.name },
      ...(seen.users.length > 0 ? [{ kind: 'connections-ended' as const, of: webApp.name, users: seen.users }] : []),
    ],
    given,
  );
  if (needs) return needs;
  const ended = await state.write(async (tables) => {
    const now = clock.now();
    await endCredentials(webApp, tables);
    const rows: PendingRevocation[] = [];
    for (const key of await tables.apiKeys.list(project)) {
      if (key.webAppId !== webApp.id || key.revokedAt !== undefined) continue;
      await tables.apiKeys.save({ ...key, revokedAt: now });
      rows.push(...(await forgetUser(`@key:${key.id}`, project, { tables, clock })));
    }
    // All that are there now, also those that were connected since somebody was asked.
    for (const user of usersAmong(await connectionsOf(webApp, tables))) {
      rows.push(...(await forgetUserWhole(user, project, { tables, clock })));
    }
    await tables.webApps.remove(webApp.id);
    return rows;
  });
  return { webApp, ...(await revokeMany(ended, { operation: 'web-app.delete', caller }, ports)) };
}

async function connectionsOf({ id, project }: WebApp, tables: Tables): Promise<Connection[]> {
  const all = await tables.connections.list(project);
  return all.filter(({ user }) => webAppOf(principalOf(user)) === id);
}

function usersAmong(connections: readonly Connection[]): string[] {
  return [...new Set(connections.map(({ user }) => user))];
}
