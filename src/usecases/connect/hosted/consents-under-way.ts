/** Which servers somebody is connecting right now. */
import type { Ports, Scope } from '../../../ports/index.ts';
import { isBeingTried, isOpen, isOver, type StoredConsent } from './stored-consent.ts';

export async function serversUnderWay(
  { project, user }: Scope,
  { state, clock }: Pick<Ports, 'state' | 'clock'>,
): Promise<ReadonlySet<string>> {
  const rows = (await state.read((tables) => tables.pendingConsents.ofUser(project, user))) as StoredConsent[];
  const open = rows.filter((row) => (isOpen(row) || isBeingTried(row, clock.now())) && !isOver(row, clock.now()));
  return new Set(open.flatMap((row) => row.pending.consent.servers.map(({ name }) => name)));
}
