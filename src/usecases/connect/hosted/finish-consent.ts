/**
 * The browser is back from the authorization server.
 *
 * If the state is unknown or was used: nothing happens.
 * If another browser, another redirect URI or too late: the state is used up, and no code is sent.
 * If whoever began has to confirm: the tokens wait, sealed and unused.
 * Otherwise they are stored and tried, or the person is asked again.
 */
import type { Caller } from '../../../identity/caller.ts';
import type { ConsentProof } from '../../../records-of-callers.ts';
import { Refusal } from '../../../refusal.ts';
import { sha256Of } from '../../../sha256.ts';
import { type Asked, type Done, type Granted, type Refused, redeemConsent } from '../consent.ts';
import { type ConsentHosts, foreignHosts } from '../consent-host.ts';
import { type ConfirmationCodes, confirmationOf, newCodes } from './confirmation-codes.ts';
import { keepConfirmed, saveOutcome } from './keep-confirmed.ts';
import { refuseRemoved } from './principal-exists.ts';
import type { HostedPorts } from './request-consent.ts';
import { isSamePrincipal, refuseOtherSession, saveAsked } from './start-consent.ts';
import {
  CONFIRMATION_MILLISECONDS,
  ended,
  findConsent,
  isBeingTried,
  isOver,
  isSameRound,
  openSecrets,
  outcomeOf,
  type StoredConsent,
} from './stored-consent.ts';
import { revokeDropped, sealWaiting } from './waiting-tokens.ts';

export interface ConsentCallback {
  readonly query: URLSearchParams;
  /** The redirect URI that was called, by our own public URL. */
  readonly redirectUri: string;
  /** What the browser keeps for the consent of this id. */
  readonly browserSecretOf: (connectId: string) => string | undefined;
  /** Whoever has a session in this browser. */
  readonly caller?: Caller;
}

export type FinishedConsent =
  /** No consent waits for this. */
  | { readonly is: 'unknown' }
  /** Another browser began. The link can be opened again there. */
  | { readonly is: 'other-browser'; readonly row: StoredConsent; readonly hasCookie: boolean }
  | {
      readonly is: 'asked';
      readonly row: StoredConsent;
      readonly authorizationUrl: string;
      readonly hosts?: ConsentHosts;
    }
  | { readonly is: 'verifying'; readonly row: StoredConsent; readonly codes: ConfirmationCodes }
  /** `connected`, `declined`, `failed` or `expired`, as the row says. */
  | { readonly is: 'ended'; readonly row: StoredConsent };

export async function finishConsent(callback: ConsentCallback, ports: HostedPorts): Promise<FinishedConsent> {
  const { query } = callback;
  const names = [...query.keys()];
  const state = query.get('state');
  if (state === null || new Set(names).size !== names.length) return { is: 'unknown' };
  const taken = await takeConsent(await sha256Of(state), callback, ports);
  if (taken.is !== 'taken') return taken;
  const { row, sealed } = taken;
  const { consent } = row.pending;
  try {
    const secrets = await openSecrets(consent, sealed, ports);
    const redeemed = await redeemConsent({ pending: consent, secrets }, query, ports);
    if (redeemed.is !== 'granted') return await settle(redeemed, row, ports);
    if (needsConfirming(consent.verify) && !isSamePrincipal(row, callback.caller)) {
      return await wait(redeemed, row, ports);
    }
    const kept = await keepConfirmed(redeemed, (now) => isUntouched(row, now), ports);
    if (kept.is === 'refused' && !(await isKept(row, ports))) await revokeGranted(redeemed, row, ports);
    return await settle(kept, row, ports);
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return settle({ is: 'refused', pending: consent, refusal: thrown }, row, ports);
  }
}

type Taken = {
  readonly is: 'taken';
  readonly row: StoredConsent;
  readonly sealed: NonNullable<StoredConsent['sealed']>;
};

/** Takes the state once, and looks at everything that can be known before the code is sent anywhere. */
async function takeConsent(
  stateHash: string,
  { redirectUri, browserSecretOf, caller }: ConsentCallback,
  { state, clock }: Pick<HostedPorts, 'state' | 'clock'>,
): Promise<Taken | FinishedConsent> {
  const waiting = (await state.read((tables) => tables.pendingConsents.ofState(stateHash))) as
    | StoredConsent
    | undefined;
  if (waiting === undefined) return { is: 'unknown' };
  const secret = browserSecretOf(waiting.id);
  const browserHash = secret === undefined ? undefined : await sha256Of(secret);
  return state.write(async (tables): Promise<Taken | FinishedConsent> => {
    const found = (await tables.pendingConsents.takeState(stateHash)) as StoredConsent | undefined;
    if (found?.status !== 'pending' || found.sealed === undefined) return { is: 'unknown' };
    const { stateHash: _state, sealed, ...row } = found;
    const save = async (next: StoredConsent) => {
      await tables.pendingConsents.save(next);
      return next;
    };
    const end = async (status: 'failed' | 'expired', refusal: Refusal): Promise<FinishedConsent> => {
      return { is: 'ended', row: await save(ended(row, status, outcomeOf(refusal), clock.now())) };
    };
    if (isOver(row, clock.now())) return end('expired', tooLate());
    if (row.pending.consent.redirectUri !== redirectUri) return end('failed', otherAddress());
    if (browserHash === undefined || browserHash !== row.pending.browserHash) {
      return { is: 'other-browser', row: await save(row), hasCookie: browserHash !== undefined };
    }
    try {
      refuseOtherSession(row, caller);
      await refuseRemoved(row, tables, clock.now());
    } catch (thrown) {
      if (thrown instanceof Refusal) return end('failed', thrown);
      throw thrown;
    }
    return { is: 'taken', row: await save(row), sealed };
  });
}

function isUntouched(before: StoredConsent, now: StoredConsent): boolean {
  return now.status === 'pending' && isSameRound(before, now);
}

/** Whether the tokens were stored, although something was refused later. */
async function isKept({ id }: StoredConsent, { state }: Pick<HostedPorts, 'state'>): Promise<boolean> {
  const row = await state.read((tables) => findConsent(id, tables));
  return row !== undefined && isBeingTried(row);
}

async function revokeGranted(granted: Granted, { project }: StoredConsent, ports: HostedPorts): Promise<void> {
  const { provider, connection, tokens } = await sealWaiting(granted, ports);
  await revokeDropped([{ id: connection.id, project, provider, connection, tokens }], ports);
}

function needsConfirming(verify: ConsentProof): boolean {
  return verify !== 'none' && verify !== 'session';
}

async function settle(
  outcome: Done | Asked | Refused,
  row: StoredConsent,
  ports: HostedPorts,
): Promise<FinishedConsent> {
  if (outcome.is !== 'asked') {
    const saved = await saveOutcome(outcome, row, ports);
    return saved ? { is: 'ended', row: saved } : { is: 'unknown' };
  }
  const { browserHash = '', hosts: known } = row.pending;
  await saveAsked(outcome, browserHash, ports, row);
  const { providerId, authorizationEndpoint } = outcome.pending;
  const provider = await ports.state.read((tables) => tables.providers.get(providerId));
  const hosts = provider && (await foreignHosts(provider, authorizationEndpoint));
  const isNew = hosts !== undefined && JSON.stringify(hosts) !== JSON.stringify(known);
  return { is: 'asked', row, authorizationUrl: outcome.authorizationUrl, ...(isNew && { hosts }) };
}

/** Stores the tokens where nothing uses them. */
async function wait(granted: Granted, row: StoredConsent, ports: HostedPorts): Promise<FinishedConsent> {
  const codes = newCodes();
  const [waiting, confirmation] = await Promise.all([sealWaiting(granted, ports), confirmationOf(row.id, codes)]);
  const expiresAt = ports.clock.now() + CONFIRMATION_MILLISECONDS;
  const saved = await ports.state.write(async (tables) => {
    const now = await findConsent(row.id, tables);
    if (now === undefined || !isUntouched(row, now)) return undefined;
    const pending = { ...now.pending, consent: granted.pending, waiting, confirmation };
    const next: StoredConsent = { ...now, status: 'verifying', expiresAt, pending };
    await tables.pendingConsents.save(next);
    return next;
  });
  if (saved) return { is: 'verifying', row: saved, codes };
  const { provider, connection, tokens } = waiting;
  await revokeDropped([{ id: connection.id, project: row.project, provider, connection, tokens }], ports);
  return { is: 'unknown' };
}

function tooLate(): Refusal {
  return new Refusal('callback-timeout', {
    what: 'This consent took longer than ten minutes.',
    why: 'Nothing was connected.',
    hint: 'Begin again.',
  });
}

function otherAddress(): Refusal {
  return new Refusal('issuer-mismatch', {
    what: 'The authorization response came to the address of another provider.',
    why: 'Somebody may be mixing up authorization servers. No code was sent.',
    hint: 'Begin again, and look closely at where you consent.',
  });
}
