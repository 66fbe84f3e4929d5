/** Decides what follows a consent: another one with other parameters, or the end. Pure. */
import { isTokenError } from '../../oauth/token-response.ts';
import { Refusal } from '../../refusal.ts';
import { MOST_CONSENTS } from '../../tokens/step-up.ts';
import { isResourceRejection } from './resource-tokens.ts';
import type { Verdict } from './verify.ts';

export interface AskedConsent {
  readonly scopes: readonly string[];
  /** Empty when the parameter `resource` was not sent. */
  readonly resources: readonly string[];
  /** How many consents in a row a server had demanded before this one. */
  readonly stepUps: number;
  /** The scopes of this consent that only a server demanded. */
  readonly scopesDemanded: readonly string[];
  /** Whether the client was registered without scopes, so that the server may know none that it may ask for. */
  readonly isRegisteredWithoutScopes?: boolean;
  /** Whether the client was registered before this consent, so that its server may have forgotten it since. */
  readonly mayRegisterAgain?: boolean;
  /** Whether another authorization server may be asked, when no server accepts the tokens of this one. */
  readonly mayMove?: boolean;
}

export type AfterGrant =
  | { readonly is: 'done' }
  /** Ask again, for these scopes too. */
  | { readonly is: 'step-up'; readonly scopesDemanded: readonly string[] }
  /** The tokens are of no use: ask the servers again which authorization server they want. */
  | { readonly is: 'look-elsewhere' };

/** Decides after the servers have been called with the new tokens. */
export function afterGrant(
  { scopes, stepUps, mayMove = false }: AskedConsent,
  { name, verdicts, scopesRefused = [] }: Verified,
): AfterGrant {
  const known = [...scopes, ...scopesRefused];
  const demanded = verdicts.flatMap(challengedScopes).filter((each) => !known.includes(each));
  if (demanded.length > 0 && stepUps < MOST_CONSENTS - 1) {
    return { is: 'step-up', scopesDemanded: [...new Set(demanded)] };
  }
  const isUseless = refusalOf(name, verdicts)?.code === 'verification-failed';
  return { is: mayMove && isUseless ? 'look-elsewhere' : 'done' };
}

/** Why the connect fails: the server that was named does not accept its token, or no server does. */
export function refusalOf(name: string | undefined, verdicts: readonly Judged[]): Refusal | undefined {
  const named = verdicts.find(({ server }) => server !== undefined && server.name === name);
  if (named?.refusal) return named.refusal;
  const refusals = verdicts.flatMap(({ refusal }) => refusal ?? []);
  return refusals.length === verdicts.length ? refusals[0] : undefined;
}

/** A verdict, as far as it is looked at. */
type Judged = Pick<Verdict, 'refusal'> & Partial<Pick<Verdict, 'server'>>;

export interface Verified {
  /** The target that was named. */
  readonly name?: string;
  readonly verdicts: readonly Judged[];
  /** Scopes that the authorization server does not grant. Asking again is of no use. */
  readonly scopesRefused?: readonly string[];
}

export type NextConsent =
  /** Ask again without the parameter `resource` (RFC 8707, section 2). */
  | { readonly is: 'without-resources' }
  /** Ask again as a client that is registered for the scopes (RFC 7591, section 2). */
  | { readonly is: 'register-scopes' }
  /** Ask again as a new client: the server does not know the one from before (RFC 6749, section 5.2). */
  | { readonly is: 'register-again' }
  /** Demanded scopes that the authorization server does not grant. */
  | { readonly is: 'final'; readonly scopesRefused: readonly string[] };

/** @param thrown What the authorization server answered instead of tokens. */
export function afterRefusal(
  { resources, scopes, scopesDemanded, isRegisteredWithoutScopes = false, mayRegisterAgain = false }: AskedConsent,
  thrown: unknown,
): NextConsent {
  if (resources.length > 0 && isResourceRejection(thrown)) return { is: 'without-resources' };
  if (isRegisteredWithoutScopes && scopes.length > 0 && isScopeRejection(thrown)) return { is: 'register-scopes' };
  if (mayRegisterAgain && isClientRejection(thrown)) return { is: 'register-again' };
  return { is: 'final', scopesRefused: isScopeRejection(thrown) ? scopesDemanded : [] };
}

function challengedScopes({ refusal }: Pick<Verdict, 'refusal'>): string[] {
  return refusal?.code === 'insufficient-scope' ? (refusal.details.scopes_challenged as string[]) : [];
}

/** RFC 6749, section 4.1.2.1. */
function isScopeRejection(thrown: unknown): boolean {
  return (
    thrown instanceof Refusal && thrown.code === 'authorization-denied' && thrown.details.error === 'invalid_scope'
  );
}

/** Some authorization servers name the client that they do not know in the redirect or at a pushed request. */
function isClientRejection(thrown: unknown): boolean {
  if (isTokenError(thrown, 'invalid_client', 'unauthorized_client')) return true;
  if (!(thrown instanceof Refusal) || thrown.code !== 'authorization-denied') return false;
  return thrown.details.error === 'invalid_client' || thrown.details.error === 'unauthorized_client';
}
