/** The button of the page: binds the browser, creates the state, and sends the person on. */
import type { Caller } from '../../../identity/caller.ts';
import { userOf } from '../../../principal.ts';
import { Refusal } from '../../../refusal.ts';
import { sha256Of } from '../../../sha256.ts';
import { randomToken } from '../../../tokens/bearer.ts';
import { type Asked, beginConsent, withNewClient } from '../consent.ts';
import type { PendingConsent } from '../pending.ts';
import { refuseRemoved } from './principal-exists.ts';
import type { HostedPorts } from './request-consent.ts';
import {
  ended,
  findConsent,
  isBeingTried,
  isOver,
  isSameRound,
  mayRegisterAgain,
  noSuchConsent,
  outcomeOf,
  type StoredConsent,
  sealSecrets,
} from './stored-consent.ts';

export interface ConsentStart {
  readonly connectId: string;
  /** Registers a new client first: the authorization server may not know the one from before any more. */
  readonly registerAgain?: boolean;
  /** Whoever has a session in this browser. */
  readonly caller?: Caller;
}

export interface StartedConsent {
  readonly authorizationUrl: string;
  /** For the cookie of this consent. It is kept as its SHA-256. */
  readonly browserSecret: string;
}

/**
 * A second start, by any browser, makes the state of the first one void.
 *
 * @throws Refusal `not-found`, `link-used` for a consent that is over, `unauthenticated`, and what the authorization server
 * refuses
 */
export async function startConsent(
  { connectId, registerAgain = false, caller }: ConsentStart,
  ports: HostedPorts,
): Promise<StartedConsent> {
  const { state, clock } = ports;
  const row = await state.read(async (tables) => {
    const found = await findConsent(connectId, tables);
    if (found === undefined) throw noSuchConsent();
    refuseOver(found, clock.now());
    await refuseRemoved(found, tables, clock.now());
    return found;
  });
  refuseOtherSession(row, caller);
  const { consent } = row.pending;
  const wanted = registerAgain ? await withRegisteredAgain(consent, ports) : consent;
  const begun = await beginConsent(wanted, ports);
  if (begun.is === 'refused') {
    const { refusal } = begun;
    await state.write(async (tables) => {
      const now = await findConsent(connectId, tables);
      if (now?.status === 'pending') {
        await tables.pendingConsents.save(ended(now, 'failed', outcomeOf(refusal), clock.now()));
      }
    });
    throw refusal;
  }
  const browserSecret = randomToken('');
  await saveAsked(begun, await sha256Of(browserSecret), ports);
  return { authorizationUrl: begun.authorizationUrl, browserSecret };
}

/**
 * Stores that a person is away.
 *
 * @param browserHash Which browser has to come back.
 * @param before The row that this follows; without one, a new state takes the place of every other.
 * @throws Refusal `link-used` when the consent has ended meanwhile
 */
export async function saveAsked(
  { pending: consent, secrets }: Asked,
  browserHash: string,
  ports: HostedPorts,
  before?: StoredConsent,
): Promise<void> {
  const sealed = await sealSecrets(consent, secrets, ports);
  const stateHash = await sha256Of(secrets.state);
  await ports.state.write(async (tables) => {
    const row = await findConsent(consent.id, tables);
    if (row === undefined) throw noSuchConsent();
    if (!isBeingTried(row)) refuseOver(row, ports.clock.now());
    if (before && !isSameRound(before, row)) throw begunAnew();
    const next: StoredConsent = {
      ...row,
      status: 'pending',
      stateHash,
      sealed,
      pending: { ...row.pending, consent, browserHash },
    };
    await tables.pendingConsents.save(next);
  });
}

/** Decides in a transaction, so that many requests at once register one client. */
async function withRegisteredAgain(consent: PendingConsent, ports: HostedPorts): Promise<PendingConsent> {
  const isAllowed = await ports.state.write(async (tables) => {
    const row = await findConsent(consent.id, tables);
    const provider = await tables.providers.get(consent.providerId);
    if (row === undefined || provider === undefined || !mayRegisterAgain(row, provider)) return false;
    await tables.pendingConsents.save({ ...row, pending: { ...row.pending, registeredAgain: true } });
    return true;
  });
  return isAllowed ? withNewClient(consent, 'client', ports) : consent;
}

function begunAnew(): Refusal {
  return new Refusal('link-used', {
    what: 'This consent was begun anew meanwhile.',
    why: 'Only the browser that began last can finish it.',
    hint: 'Go on there, or open the link again.',
  });
}

function refuseOver(row: StoredConsent, now: number): void {
  if (row.status === 'pending' && !isOver(row, now)) return;
  throw new Refusal('link-used', {
    what: row.status === 'connected' ? 'This is connected already.' : 'This link is over.',
    why: 'A link is good for ten minutes, and for one consent.',
    hint: 'Begin again.',
    details: { status: isOver(row, now) && row.status === 'pending' ? 'expired' : row.status },
  });
}

/** A consent that was begun in the console goes on in a browser with the session of the same person. */
export function refuseOtherSession({ user, project, pending }: StoredConsent, caller: Caller | undefined): void {
  if (pending.consent.verify !== 'session' || isSamePrincipal({ user, project }, caller)) return;
  throw new Refusal('unauthenticated', {
    what: 'Sign in to the console first, as whoever began this.',
    why: caller ? 'Somebody else is signed in.' : 'This browser has no session.',
    hint: 'Then open the link again.',
    details: { reason: 'session' },
  });
}

export function isSamePrincipal(
  { user, project }: Pick<StoredConsent, 'user' | 'project'>,
  caller: Caller | undefined,
): boolean {
  return caller !== undefined && caller.project === project && userOf(caller.principal) === user;
}
