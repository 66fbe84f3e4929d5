/** Ends what took too long, and forgets what ended a while ago. */
import type { Ports } from '../../../ports/index.ts';
import type { PendingRevocation } from '../../../records.ts';
import { ended, findConsent, isOpen, isOver } from './stored-consent.ts';
import { dropWaiting, revokeDropped } from './waiting-tokens.ts';

type ExpiryPorts = Pick<Ports, 'state' | 'secrets' | 'network' | 'clock'>;

/** To be called about once a minute. Returns how many rows it has ended or forgotten. */
export async function expireConsents(ports: ExpiryPorts): Promise<number> {
  for (let count = 0; ; ) {
    const rows = await ports.state.read((tables) => tables.pendingConsents.expired(ports.clock.now()));
    if (rows.length === 0) return count;
    for (const { id } of rows) await endIfOver(id, ports);
    count += rows.length;
  }
}

/** Revokes the tokens that nobody has confirmed in time. */
export async function endIfOver(id: string, ports: ExpiryPorts): Promise<void> {
  const { state, clock } = ports;
  const seen = await state.read((tables) => findConsent(id, tables));
  if (seen === undefined || !isOver(seen, clock.now())) return;
  const dropped = await state.write(async (tables): Promise<PendingRevocation[]> => {
    const row = await findConsent(id, tables);
    const now = clock.now();
    if (row === undefined || !isOver(row, now)) return [];
    if (!isOpen(row)) {
      await tables.pendingConsents.remove(id);
      return [];
    }
    const waiting = await dropWaiting(row, tables, now);
    const outcome =
      row.status === 'verifying'
        ? { code: 'consent-unfinished', message: 'Nobody confirmed it within two minutes. The tokens were revoked.' }
        : { code: 'callback-timeout', message: 'Nobody consented within ten minutes.' };
    await tables.pendingConsents.save(ended(row, 'expired', outcome, now));
    return waiting;
  });
  await revokeDropped(dropped, ports);
}

/** Ends all consents of somebody who is removed: what waits is revoked, and nothing is kept. */
export async function forgetConsents(
  { project, user }: { readonly project: string; readonly user: string },
  ports: ExpiryPorts,
): Promise<void> {
  const { state, clock } = ports;
  const dropped = await state.write(async (tables) => {
    const all: PendingRevocation[] = [];
    for (const { id } of await tables.pendingConsents.ofUser(project, user)) {
      const row = await findConsent(id, tables);
      if (row) all.push(...(await dropWaiting(row, tables, clock.now())));
      await tables.pendingConsents.remove(id);
    }
    return all;
  });
  await revokeDropped(dropped, ports);
}
