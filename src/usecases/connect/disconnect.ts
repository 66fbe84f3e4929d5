/** Revokes the tokens of a connection at the authorization server, and then deletes them here. */
import type { Ports, Scope } from '../../ports/index.ts';
import { resolveTarget, toolServers, usersOf } from '../../targets.ts';
import { connectionOf } from '../../tokens/connection-of.ts';
import { endConnection, revokeEnded, revokeLeftBehind } from '../../tokens/revocations.ts';
import type { Revocation } from '../../tokens/revoke.ts';

export interface Disconnected {
  readonly name: string;
  /** What the authorization server answered. Undefined when there was no connection. */
  readonly revocation?: Revocation;
  /** Other servers that used the same tokens. */
  readonly affected: readonly string[];
}

/**
 * Deletes the tokens here whatever the authorization server answers.
 *
 * @throws Refusal `target-unknown` and `target-ambiguous`.
 */
export async function disconnect(
  name: string,
  scope: Scope,
  ports: Pick<Ports, 'state' | 'secrets' | 'network' | 'progress' | 'clock'>,
): Promise<Disconnected> {
  const { state, progress } = ports;
  const target = await resolveTarget(name, scope, state);
  const provider =
    target.kind === 'provider'
      ? target.provider
      : target.server.access.via === 'provider'
        ? target.server.access.provider
        : undefined;
  const connection = provider && (await state.read((tables) => connectionOf(provider, scope.user, tables)));
  if (provider === undefined || connection === undefined) return { name, affected: [] };
  const users = usersOf(provider, await toolServers(scope.project, state)).map((server) => server.name);
  progress.step(`Revoking the tokens at ${provider.issuer ?? provider.name}`);
  const { clock } = ports;
  const ended = await state.write((tables) => endConnection(connection, provider, { tables, clock }));
  const [revoked] = await revokeEnded([ended], ports);
  progress.done();
  await revokeLeftBehind(ports);
  const own = target.kind === 'server' ? target.server.name : undefined;
  return { name, revocation: revoked?.outcome, affected: users.filter((user) => user !== own) };
}
