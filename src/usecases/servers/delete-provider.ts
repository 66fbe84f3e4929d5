/** `provider delete`: a provider goes, with the tokens that it gave. */
import { hint } from '../../next-step.ts';
import { type Consequence, confirmationFor, type Given, type NeedsConfirmation } from '../../plan/needs.ts';
import type { Ports, Scope } from '../../ports/index.ts';
import type { Installation, Provider } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import { endConnections, revokeEnded } from '../../tokens/revocations.ts';
import { type ProviderRevocation, providerWithConnections } from './provider.ts';

export interface DeleteProviderInput {
  readonly name: string;
  /** Also when collections use it. Without connections it then needs no confirmation. */
  readonly force?: boolean;
}

export interface DeletedProvider {
  readonly name: string;
  readonly revocations: readonly ProviderRevocation[];
}

/**
 * Returns what would be deleted until its digest is given.
 *
 * @throws Refusal `target-unknown`, `provider-in-use` without `force`.
 */
export async function deleteProvider(
  { name, force = false, ...given }: DeleteProviderInput & Given,
  scope: Pick<Scope, 'project'>,
  ports: Pick<Ports, 'state' | 'secrets' | 'network' | 'clock'>,
): Promise<DeletedProvider | NeedsConfirmation> {
  const { provider, connections } = await providerWithConnections(name, scope, ports);
  const installations = await ports.state.read((tables) => tables.installations.list(scope.project));
  if (!force) refuseUsed(provider, installations);
  const users = connections.map(({ user }) => user);
  if (!force || users.length > 0) {
    const ended: Consequence[] = users.length === 0 ? [] : [{ kind: 'connections-ended', of: name, users }];
    const needs = await confirmationFor([{ kind: 'provider-deleted', name }, ...ended], given);
    if (needs) return needs;
  }
  const ended = await ports.state.write(async (tables) => {
    if (!force) refuseUsed(provider, await tables.installations.list(scope.project));
    const rows = await endConnections(connections, provider, { tables, clock: ports.clock });
    await tables.providers.remove(provider.id);
    return rows;
  });
  return { name, revocations: await revokeEnded(ended, ports) };
}

function refuseUsed(provider: Provider, installations: readonly Installation[]): void {
  const users = installations.flatMap(({ name, collections, oauthBindings, providerBindings }) => [
    ...collections.filter(({ oauthApp }) => oauthApp === provider.name).map(({ id }) => `${name}/${id}`),
    ...oauthBindings
      .filter(({ providerId }) => providerId === provider.id)
      .map(({ collectionId }) => `${name}/${collectionId}`),
    ...providerBindings.filter(({ providerId }) => providerId === provider.id).map(() => name),
  ]);
  if (users.length === 0) return;
  throw new Refusal('provider-in-use', {
    what: `The provider ${provider.name} is in use.`,
    why: `It gives tokens to ${[...new Set(users)].join(', ')}.`,
    hint: hint`Uninstall the app, or delete it all the same: ${{ do: 'delete', what: 'provider', name: provider.name, force: true }}`,
    details: { used_by: users },
  });
}
