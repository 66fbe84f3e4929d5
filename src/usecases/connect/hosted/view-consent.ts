/** What the page of a consent shows. It changes nothing. */
import type { Ports } from '../../../ports/index.ts';
import { findConsent, isOver, mayRegisterAgain, type StoredConsent } from './stored-consent.ts';

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
    return {
      row,
      mayRegisterAgain: provider !== undefined && mayRegisterAgain(row, provider),
      isOver: row.status !== 'pending' || isOver(row, clock.now()),
    };
  });
}
