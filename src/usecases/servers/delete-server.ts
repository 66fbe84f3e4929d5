/** `server delete`: a server that was made by hand goes, with its tokens and its client. */
import { type Consequence, confirmationFor, type Given, type NeedsConfirmation } from '../../plan/needs.ts';
import type { Ports, Scope } from '../../ports/index.ts';
import { clientsAmong, type ForgottenClient, forgetClients } from '../../providers/forget-registration.ts';
import { endConnections, type RevokedConnection, revokeEnded } from '../../tokens/revocations.ts';
import { detachEverywhere } from '../../tools/attachments.ts';
import { connectionsOf, showServer } from './server.ts';

export interface DeleteServerInput {
  readonly name: string;
}

export interface DeletedServer {
  readonly revocations: readonly RevokedConnection[];
  readonly forgottenClients: readonly ForgottenClient[];
}

/**
 * Returns what would be deleted until its digest is given. Then it deletes the server, revokes the tokens, and deletes the
 * client.
 *
 * @throws Refusal `target-unknown`
 */
export async function deleteServer(
  { name, ...given }: DeleteServerInput & Given,
  { project }: Pick<Scope, 'project'>,
  ports: Pick<Ports, 'state' | 'secrets' | 'network' | 'clock'>,
): Promise<DeletedServer | NeedsConfirmation> {
  const shown = await showServer(name, { project }, ports);
  const { server, provider } = shown;
  const own = provider?.name === server.name ? provider : undefined;
  const connections = own ? await connectionsOf(shown, ports) : [];
  const users = connections.map(({ user }) => user);
  const ended: Consequence[] = users.length === 0 ? [] : [{ kind: 'connections-ended', of: name, users }];
  const needs = await confirmationFor([{ kind: 'server-deleted', name }, ...ended], given);
  if (needs) return needs;
  const { toRevoke, clients } = await ports.state.write(async (tables) => {
    // All that is there now, also what came since somebody was asked: a person connects, a change registers a client.
    const current = own && (await tables.providers.get(own.id));
    const among = current ? await tables.connections.ofProvider(current.id) : [];
    const rows = current ? await endConnections(among, current, { tables, clock: ports.clock }) : [];
    const forgotten = current ? await clientsAmong(current, tables) : [];
    await tables.servers.remove(server.id);
    await detachEverywhere(server.name, project, tables);
    await tables.toolPins.remove(project, server.name);
    if (own) await tables.providers.remove(own.id);
    return { toRevoke: rows, clients: forgotten };
  });
  const revocations = await revokeEnded(toRevoke, ports);
  const forgottenClients = await forgetClients(clients, ports);
  return { revocations, forgottenClients };
}
