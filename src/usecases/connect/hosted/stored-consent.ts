/** A consent as the server keeps it: the pending value, and what has become of it so far. */

import type { Person } from '../../../oauth/id-token.ts';
import type { Ports, Tables } from '../../../ports/index.ts';
import type { AccessToken, Connection, Provider, Sealed } from '../../../records.ts';
import type { ConsentStatus, PendingConsentRow } from '../../../records-of-callers.ts';
import { Refusal } from '../../../refusal.ts';
import { Secret } from '../../../secret.ts';
import { consentContext } from '../../../tokens/associated-data.ts';
import { isRegistered } from '../client-of-consent.ts';
import type { ConsentHosts } from '../consent-host.ts';
import type { ConsentSecrets, PendingConsent } from '../pending.ts';

/** In milliseconds: how long a person has from the link to the end, and how long tokens wait to be confirmed. */
export const CONSENT_MILLISECONDS = 600_000;
export const CONFIRMATION_MILLISECONDS = 120_000;
/** How long whoever began can still ask how it ended. */
const MEMORY_MILLISECONDS = 600_000;

export interface StoredConsent extends Omit<PendingConsentRow, 'pending'> {
  readonly pending: ConsentDetails;
}

export interface ConsentDetails {
  readonly consent: PendingConsent;
  readonly begunAt: number;
  /** What is connected, for people to read. */
  readonly shown: { readonly target: string; readonly host: string };
  /** The hosts to show where the page is not the issuer's. */
  readonly hosts?: ConsentHosts;
  /** Whether the principal had a row of its own when it began: without one by now, it was removed. */
  readonly hadRow: boolean;
  /** SHA-256 of the secret that the person's browser keeps. */
  readonly browserHash?: string;
  /** Whether its client was registered again already: whoever has the link may ask for that once. */
  readonly registeredAgain?: true;
  readonly waiting?: WaitingTokens;
  readonly confirmation?: Confirmation;
  /** When its tokens were stored, and trying them began. */
  readonly triedAt?: number;
  readonly outcome?: ConsentOutcome;
}

/** Tokens that nobody has confirmed. Nothing uses them, and they belong to no connection of anybody. */
export interface WaitingTokens {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly tokens: readonly AccessToken[];
  readonly person?: Person;
}

export interface Confirmation {
  /** SHA-256 of the one-time code and of the digits, each after the id of the consent. */
  readonly codeHash: string;
  readonly digitsHash: string;
  readonly wrong: number;
}

export interface ConsentOutcome {
  readonly code?: string;
  readonly message?: string;
  readonly servers: readonly ConsentServerOutcome[];
}

/** What became of one server: connected, or the code of its refusal. */
export interface ConsentServerOutcome {
  readonly name: string;
  readonly connected: boolean;
  readonly code?: string;
  readonly message?: string;
}

export async function findConsent(id: string, tables: Tables): Promise<StoredConsent | undefined> {
  return (await tables.pendingConsents.get(id)) as StoredConsent | undefined;
}

export function isOpen({ status }: Pick<StoredConsent, 'status'>): boolean {
  return status === 'pending' || status === 'verifying';
}

export function isOver({ expiresAt }: Pick<StoredConsent, 'expiresAt'>, now: number): boolean {
  return expiresAt <= now;
}

/** Whether nobody has begun it anew since its state was taken. Pure. */
export function isSameRound(before: StoredConsent, now: StoredConsent): boolean {
  return now.stateHash === undefined && now.pending.browserHash === before.pending.browserHash;
}

/** A client that a person gave, or a client id metadata document, is never thrown away. Pure. */
export function mayRegisterAgain({ pending }: StoredConsent, provider: Provider): boolean {
  return pending.browserHash !== undefined && pending.registeredAgain === undefined && isRegistered(provider);
}

/** In milliseconds: no trying takes longer, so the process that began it has died. */
const TRYING = 60_000;

/**
 * Whether its tokens are stored, and what became of them is not known yet.
 * @param now Left out where it counts as well that nobody tries them any more.
 */
export function isBeingTried({ status, pending }: StoredConsent, now?: number): boolean {
  const { outcome, triedAt } = pending;
  const isLeft = now !== undefined && triedAt !== undefined && now - triedAt > TRYING;
  return status === 'connected' && outcome === undefined && !isLeft;
}

/** The row of a consent that has ended: without its secrets, for a while. Pure. */
export function ended(row: StoredConsent, status: ConsentStatus, outcome: Partial<ConsentOutcome>, now: number) {
  const { stateHash: _state, sealed: _sealed, pending, ...rest } = row;
  const { waiting: _waiting, confirmation: _confirmation, browserHash: _browser, ...details } = pending;
  return {
    ...rest,
    status,
    expiresAt: now + MEMORY_MILLISECONDS,
    pending: { ...details, outcome: { servers: [], ...outcome } },
  } satisfies StoredConsent;
}

/** Why it ended. A text of another party may be long, and is shown to people. */
export function outcomeOf({ code, message, why }: Refusal): Pick<ConsentOutcome, 'code' | 'message'> {
  return { code, message: (why ? `${message} ${why}` : message).slice(0, 1000) };
}

/** Whether the person said no. */
export function isDeclined({ code, details }: Refusal): boolean {
  return code === 'authorization-denied' && details.error === 'access_denied';
}

export async function sealSecrets(
  consent: PendingConsent,
  { state, codeVerifier, dpopKey }: ConsentSecrets,
  { secrets }: Pick<Ports, 'secrets'>,
): Promise<Sealed> {
  const text = JSON.stringify({ state, codeVerifier, dpopKey: dpopKey?.reveal() });
  return secrets.seal(new Secret(text), consentContext(consent));
}

export async function openSecrets(
  consent: PendingConsent,
  sealed: Sealed,
  { secrets }: Pick<Ports, 'secrets'>,
): Promise<ConsentSecrets> {
  const text = (await secrets.open(sealed, consentContext(consent))).reveal();
  const { dpopKey, ...others } = JSON.parse(text) as Omit<ConsentSecrets, 'dpopKey'> & { readonly dpopKey?: string };
  return { ...others, dpopKey: dpopKey === undefined ? undefined : new Secret(dpopKey) };
}

/** Also for a consent that is not the caller's: whether there is one is nobody else's business. */
export function noSuchConsent(): Refusal {
  return new Refusal('not-found', {
    what: 'There is no such consent.',
    why: 'It ended a while ago, or somebody else began it.',
    hint: 'Begin again.',
  });
}
