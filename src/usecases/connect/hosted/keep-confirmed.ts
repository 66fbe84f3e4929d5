/** Stores tokens that need no confirming any more, and what became of the consent. */
import type { Tables } from '../../../ports/index.ts';
import { Refusal } from '../../../refusal.ts';
import { type Asked, type Done, type Granted, keepConsent, type Refused } from '../consent.ts';
import { refusalOf } from '../next-consent.ts';
import { refuseRemoved } from './principal-exists.ts';
import type { HostedPorts } from './request-consent.ts';
import {
  type ConsentServerOutcome,
  ended,
  findConsent,
  isDeclined,
  isSameRound,
  outcomeOf,
  type StoredConsent,
} from './stored-consent.ts';

/**
 * The tokens become a connection in the transaction that takes them out of the consent, so they are kept once or not at all.
 *
 * @param isExpected Whether the row is still what the caller has seen.
 */
export async function keepConfirmed(
  granted: Granted,
  isExpected: (row: StoredConsent) => boolean,
  ports: HostedPorts,
): Promise<Done | Asked | Refused> {
  const { id } = granted.pending;
  const alongside = async (tables: Tables) => {
    const row = await findConsent(id, tables);
    if (row === undefined || !isExpected(row)) throw overtaken();
    await refuseRemoved(row, tables, ports.clock.now());
    const { waiting: _, confirmation: _used, ...pending } = row.pending;
    await tables.pendingConsents.save({
      ...row,
      status: 'connected',
      pending: { ...pending, triedAt: ports.clock.now() },
    });
  };
  return keepConsent({ ...granted, alongside }, ports);
}

/** Stores how a consent ended, unless it was begun anew since `row` was read. */
export async function saveOutcome(
  outcome: Done | Refused,
  before: StoredConsent,
  { state, clock }: Pick<HostedPorts, 'state' | 'clock'>,
): Promise<StoredConsent | undefined> {
  return state.write(async (tables) => {
    const row = await findConsent(outcome.pending.id, tables);
    if (row === undefined || !isSameRound(before, row)) return undefined;
    const next =
      outcome.is === 'done' ? connectedRow(row, outcome, clock.now()) : refusedRow(row, outcome, clock.now());
    await tables.pendingConsents.save(next);
    return next;
  });
}

function connectedRow(row: StoredConsent, { pending, verdicts }: Done, now: number): StoredConsent {
  const refusal = refusalOf(pending.name, verdicts);
  const servers = verdicts.map(({ server, refusal: own }): ConsentServerOutcome => {
    return { name: server.name, connected: own === undefined, ...(own && outcomeOf(own)) };
  });
  const isUsable = refusal === undefined || refusal.code === 'insufficient-scope';
  return ended(row, isUsable ? 'connected' : 'failed', { ...(refusal && outcomeOf(refusal)), servers }, now);
}

function refusedRow(row: StoredConsent, { refusal }: Refused, now: number): StoredConsent {
  return ended(row, isDeclined(refusal) ? 'declined' : 'failed', outcomeOf(refusal), now);
}

function overtaken(): Refusal {
  return new Refusal('consent-unfinished', {
    what: 'This consent has ended meanwhile.',
    why: 'It was begun again, confirmed, or took too long. Nothing was connected.',
    hint: 'Begin again.',
  });
}
