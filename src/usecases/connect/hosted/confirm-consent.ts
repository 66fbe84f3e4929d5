/** Whoever began says that the browser which consented is theirs: then the waiting tokens become a connection. */
import type { Caller } from '../../../identity/caller.ts';
import { endUserPrincipal, userOf } from '../../../principal.ts';
import type { PendingRevocation } from '../../../records.ts';
import { Refusal } from '../../../refusal.ts';
import { isRight, MOST_WRONG_CODES } from './confirmation-codes.ts';
import { type ConsentReport, consentReport, consentStatus } from './consent-status.ts';
import { endIfOver } from './expire-consents.ts';
import { keepConfirmed, saveOutcome } from './keep-confirmed.ts';
import type { HostedPorts } from './request-consent.ts';
import { isSamePrincipal } from './start-consent.ts';
import { ended, findConsent, isBeingTried, noSuchConsent, outcomeOf, type StoredConsent } from './stored-consent.ts';
import { dropWaiting, openWaiting, revokeDropped } from './waiting-tokens.ts';

export type ConfirmationInput = { readonly code: string } | { readonly actorId: string };

/**
 * A consent that was confirmed already is reported as it is.
 *
 * @throws Refusal `not-found` for a caller who has not begun it, and `consent-unfinished` for a wrong code or another actor.
 * The third wrong code, and the first other actor, end the consent: its tokens are revoked and forgotten.
 */
export async function confirmConsent(
  connectId: string,
  given: ConfirmationInput,
  caller: Caller,
  ports: HostedPorts,
): Promise<ConsentReport> {
  await endIfOver(connectId, ports);
  const row = await ports.state.read((tables) => findConsent(connectId, tables));
  if (row === undefined || !mayConfirm(row, given, caller)) throw noSuchConsent();
  if (row.status !== 'verifying') return consentStatus(connectId, caller, ports);
  const judged = await judge(row, given, ports);
  await revokeDropped(judged.dropped, ports);
  if (judged.refusal) throw judged.refusal;
  const { waiting } = row.pending;
  if (waiting === undefined) return consentReport(row);
  try {
    const granted = await openWaiting(row, waiting, ports);
    const isExpected = ({ status, pending }: StoredConsent) =>
      status === 'verifying' && pending.waiting?.connection.id === waiting.connection.id;
    const outcome = await keepConfirmed(granted, isExpected, ports);
    if (outcome.is === 'refused') throw outcome.refusal;
    if (outcome.is === 'done') return consentReport((await saveOutcome(outcome, row, ports)) ?? row);
    return consentReport(await saveWantsMore(row, ports));
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return consentReport(await endUnconfirmed(connectId, thrown, ports));
  }
}

/** For a code the same principal; for an actor the web app whose end user began it. */
function mayConfirm(row: StoredConsent, given: ConfirmationInput, caller: Caller): boolean {
  const { verify, for: beneficiary } = row.pending.consent;
  if ('code' in given) return verify !== 'web-app' && isSamePrincipal(row, caller);
  const { keyId, webAppId, project } = caller;
  const isKeyOfWebApp = keyId !== undefined && webAppId !== undefined && webAppId === beneficiary.webApp?.id;
  return verify === 'web-app' && project === row.project && isKeyOfWebApp;
}

interface Judged {
  readonly dropped: readonly PendingRevocation[];
  readonly refusal?: Refusal;
}

/** Counts in one transaction, so that many guesses at once are three as well. */
async function judge(row: StoredConsent, given: ConfirmationInput, ports: HostedPorts): Promise<Judged> {
  const { confirmation, consent } = row.pending;
  const isOwn =
    'actorId' in given && userOf(endUserPrincipal(consent.for.webApp?.id ?? '', given.actorId)) === row.user;
  const isGood = 'code' in given ? confirmation && (await isRight(row.id, given.code, confirmation)) : isOwn;
  if (isGood) return { dropped: [] };
  const { state, clock } = ports;
  return state.write(async (tables): Promise<Judged> => {
    const now = await findConsent(row.id, tables);
    const counted = now?.pending.confirmation;
    if (now?.status !== 'verifying' || counted === undefined) return { dropped: [], refusal: wrong(0) };
    const left = 'actorId' in given ? 0 : MOST_WRONG_CODES - counted.wrong - 1;
    const refusal = wrong(left);
    if (left > 0) {
      const again = { ...counted, wrong: counted.wrong + 1 };
      await tables.pendingConsents.save({ ...now, pending: { ...now.pending, confirmation: again } });
      return { dropped: [], refusal };
    }
    const dropped = await dropWaiting(now, tables, clock.now());
    await tables.pendingConsents.save(ended(now, 'failed', outcomeOf(refusal), clock.now()));
    return { dropped, refusal };
  });
}

/** The tokens are good, and the server wants another consent beside: the next connect asks for it. */
async function saveWantsMore(row: StoredConsent, { state, clock }: HostedPorts): Promise<StoredConsent> {
  const { consent } = row.pending;
  const message = 'A server wants another consent. Connect again to be asked for it.';
  const servers = consent.servers.map(({ name }) => ({ name, connected: true }));
  const next = ended(row, 'connected', { code: 'insufficient-scope', message, servers }, clock.now());
  await state.write((tables) => tables.pendingConsents.save(next));
  return next;
}

/** What could not be kept is revoked. */
async function endUnconfirmed(id: string, refusal: Refusal, ports: HostedPorts): Promise<StoredConsent> {
  const { state, clock } = ports;
  const { next, dropped } = await state.write(async (tables) => {
    const row = await findConsent(id, tables);
    if (row === undefined) throw noSuchConsent();
    // Another request has confirmed or ended it.
    if (refusal.code === 'consent-unfinished' || !(row.status === 'verifying' || isBeingTried(row))) {
      return { next: row, dropped: [] };
    }
    const dropped = await dropWaiting(row, tables, clock.now());
    const next = ended(row, 'failed', outcomeOf(refusal), clock.now());
    await tables.pendingConsents.save(next);
    return { next, dropped };
  });
  await revokeDropped(dropped, ports);
  return next;
}

function wrong(left: number): Refusal {
  return new Refusal('consent-unfinished', {
    what: left > 0 ? 'That is not the code of this consent.' : 'Whoever consented is not who began.',
    why: left > 0 ? `It may be tried ${left === 1 ? 'once' : 'twice'} more.` : 'The tokens were revoked and forgotten.',
    hint: left > 0 ? 'Type the six digits that the page shows.' : 'Begin again.',
    details: { attempts_left: left },
  });
}
