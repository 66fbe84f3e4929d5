/** What the page of a consent shows. It changes nothing. */
import type { Ports } from '../../../ports/index.ts';
import { isRegistered } from '../client-of-consent.ts';
import { findConsent, isOver, type StoredConsent } from './stored-consent.ts';

export interface ConsentView {
  readonly row: StoredConsent;
  /** Whether somebody was sent on already and did not come back: the authorization server may not know our client. */
  readonly mayRegisterAgain: boolean;
  readonly isOver: boolean;
}

export async function viewConsent(
  connectId: string,
  { state, clock }: Pick<Ports, 'state' | 'clock'>,
): Promise<ConsentView | undefined> {
  return state.read(async (tables) => {
    const row = await findConsent(connectId, tables);
    if (row === undefined) return undefined;
    const provider = await tables.providers.get(row.pending.consent.providerId);
    const wasStarted = row.pending.browserHash !== undefined;
    return {
      row,
      mayRegisterAgain: wasStarted && provider !== undefined && isRegistered(provider),
      isOver: row.status !== 'pending' || isOver(row, clock.now()),
    };
  });
}
