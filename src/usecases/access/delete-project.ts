/** A project goes, with all that is in it: apps, servers, accounts, people and keys. The audit stays. */
import type { Caller } from '../../identity/caller.ts';
import { confirmationFor, type Given, type NeedsConfirmation } from '../../plan/needs.ts';
import type { Tables } from '../../ports/index.ts';
import { clientsOf, type ForgottenClient, forgetClients } from '../../providers/forget-registration.ts';
import { endConnections } from '../../tokens/revocations.ts';
import { checkAdministers } from './project.ts';
import { type Revoked, type RevokePorts, revokeMany } from './revoke-many.ts';

export interface DeletedProject extends Revoked {
  readonly name: string;
  readonly forgottenClients: readonly ForgottenClient[];
}

/**
 * Returns what is in it until the digest is given. An empty one is deleted at once.
 * @throws Refusal `not-found`
 */
export async function deleteProject(
  { name, ...given }: { readonly name: string } & Given,
  caller: Caller,
  ports: RevokePorts,
): Promise<DeletedProject | NeedsConfirmation> {
  const { state, clock } = ports;
  const contents = await state.read(async (tables) => {
    await checkAdministers(name, caller, tables);
    return contentsOf(name, tables);
  });
  if (Object.keys(contents).length > 0) {
    const needs = await confirmationFor([{ kind: 'project-deleted', name, contents }], given);
    if (needs) return needs;
  }
  const providers = await state.read((tables) => tables.providers.list(name));
  const clients = (await Promise.all(providers.map((provider) => clientsOf(provider, ports)))).flat();
  const ended = await state.write(async (tables) => {
    const rows = [];
    for (const provider of await tables.providers.list(name)) {
      rows.push(
        ...(await endConnections(await tables.connections.ofProvider(provider.id), provider, { tables, clock })),
      );
      await tables.providers.remove(provider.id);
    }
    for (const { id } of await tables.servers.list(name)) await tables.servers.remove(id);
    for (const { id } of await tables.installations.list(name)) await tables.installations.remove(id);
    await tables.removeProject(name);
    return rows;
  });
  const revoked = await revokeMany(ended, { operation: 'project.delete', caller }, ports);
  return { name, ...revoked, forgottenClients: await forgetClients(clients, ports) };
}

/** How many there are of what, without what there is none of. An owner alone makes no project full. */
async function contentsOf(project: string, tables: Tables): Promise<Record<string, number>> {
  const counts = {
    apps: (await tables.installations.list(project)).length,
    servers: await tables.servers.count(project),
    providers: (await tables.providers.list(project)).length,
    connections: (await tables.connections.list(project)).length,
    agents: await tables.agents.count(project),
    people: (await tables.people.list(project)).filter(({ role }) => role !== 'owner').length,
    web_apps: (await tables.webApps.list(project)).filter(({ name }) => name !== 'default').length,
    api_keys: (await tables.apiKeys.list(project)).filter(({ revokedAt }) => revokedAt === undefined).length,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
