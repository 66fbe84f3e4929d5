/** Decides what follows a consent: another one with other parameters, or the end. Pure. */
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
}

export type AfterGrant =
  | { readonly is: 'done' }
  /** Ask again, for these scopes too. */
  | { readonly is: 'step-up'; readonly scopesDemanded: readonly string[] };

/** Decides after the servers have been called with the new tokens. */
export function afterGrant({ scopes, stepUps }: AskedConsent, { verdicts, scopesRefused = [] }: Granted): AfterGrant {
  const known = [...scopes, ...scopesRefused];
  const demanded = verdicts.flatMap(challengedScopes).filter((each) => !known.includes(each));
  if (demanded.length === 0 || stepUps >= MOST_CONSENTS - 1) return { is: 'done' };
  return { is: 'step-up', scopesDemanded: [...new Set(demanded)] };
}

export interface Granted {
  readonly verdicts: readonly Pick<Verdict, 'refusal'>[];
  /** Scopes that the authorization server does not grant. Asking again is of no use. */
  readonly scopesRefused?: readonly string[];
}

export type AfterRefusal =
  /** Ask again without the parameter `resource` (RFC 8707, section 2). */
  | { readonly is: 'without-resources' }
  /** Ask again as a client that is registered for the scopes (RFC 7591, section 2). */
  | { readonly is: 'register-scopes' }
  /** Demanded scopes that the authorization server does not grant. */
  | { readonly is: 'final'; readonly scopesRefused: readonly string[] };

/** @param thrown What the authorization server answered instead of tokens. */
export function afterRefusal(
  { resources, scopes, scopesDemanded, isRegisteredWithoutScopes = false }: AskedConsent,
  thrown: unknown,
): AfterRefusal {
  if (resources.length > 0 && isResourceRejection(thrown)) return { is: 'without-resources' };
  if (isRegisteredWithoutScopes && scopes.length > 0 && isScopeRejection(thrown)) return { is: 'register-scopes' };
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
