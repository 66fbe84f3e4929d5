/** A consent between its two halves: a value that can be stored and resumed by another process, and its secrets. */
import type { RedirectHost } from '../../records.ts';
import type { ConsentProof } from '../../records-of-callers.ts';
import { Refusal } from '../../refusal.ts';
import type { Secret } from '../../secret.ts';
import { stepUpsOf } from '../../tokens/step-up.ts';
import { isRegistered } from './client-of-consent.ts';
import type { AskedConsent } from './next-consent.ts';
import type { Preparation } from './prepare.ts';
import { wantedResources } from './resource-tokens.ts';

/** Nothing in it is secret. */
export interface PendingConsent {
  readonly id: string;
  readonly project: string;
  /** Whose account it will be. */
  readonly user: string;
  /** The target that was named. */
  readonly name: string;
  readonly providerId: string;
  /** The client, and where its code goes: a provider that has others by the time of the callback gets no code. */
  readonly clientId: string;
  readonly issuer?: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint?: string;
  readonly redirectUri: string;
  /** Whether the server accepts only pushed requests (RFC 9126). */
  readonly mustPush: boolean;
  /** The servers that get the tokens, at the addresses that the consent is for. */
  readonly servers: readonly ConsentServer[];
  readonly resources: readonly string[];
  readonly scopes: readonly string[];
  readonly attempts: ConsentAttempts;
  readonly wish: ConsentWish;
  readonly for: ConsentBeneficiary;
  /** Who proves that whoever finishes it is who began it. */
  readonly verify: ConsentProof;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface ConsentServer {
  readonly name: string;
  readonly url: string;
}

/** What has been tried, and what may still be. */
export interface ConsentAttempts extends Pick<AskedConsent, 'stepUps' | 'scopesDemanded'> {
  /** Whether the client may be registered again with scopes. */
  readonly mayRegisterScopes: boolean;
  /** Whether the client may be registered again because its server does not know it any more. */
  readonly mayRegisterAgain: boolean;
  /** Whether another authorization server may be asked. */
  readonly mayMove: boolean;
}

/** What was wished of the client, for the next time that one is registered. */
export interface ConsentWish {
  readonly scopes: readonly string[];
  readonly clientMetadataUrl?: string;
  readonly redirectHost?: RedirectHost;
}

/** For whom somebody consents. The command line consents for its own user, and so says nothing. */
export interface ConsentBeneficiary {
  /** How the principal is called, for people to read. */
  readonly who?: string;
  readonly agent?: string;
  readonly webApp?: { readonly id: string; readonly name: string; readonly verifyUrl?: string };
  /** The origin of the page that began it. */
  readonly origin?: string;
  /** Where the browser goes when all is done. */
  readonly returnTo?: string;
  /** The address of a command line that waits on this machine. */
  readonly confirmAt?: string;
  /** The API key that began it. */
  readonly keyId?: string;
}

/** What is sealed beside a pending consent, once a person's browser has begun. */
export interface ConsentSecrets {
  readonly state: string;
  readonly codeVerifier?: string;
  /** Whose proof the tokens are bound to (RFC 9449). */
  readonly dpopKey?: Secret;
}

export interface ConsentPlan
  extends Pick<PendingConsent, 'id' | 'user' | 'name' | 'redirectUri' | 'wish' | 'for' | 'verify' | 'expiresAt'> {
  /** The client id that the provider had before it was prepared. */
  readonly clientIdBefore?: string;
}

/**
 * What will be asked for. Pure.
 *
 * @throws Refusal `authorization-server-metadata-invalid` where nothing says where to ask a person.
 */
export function pendingConsent(preparation: Preparation, { clientIdBefore, ...plan }: ConsentPlan): PendingConsent {
  const { provider, metadata, servers, scopes, existing } = preparation;
  const { registration, clientId = '' } = provider;
  return {
    ...plan,
    project: provider.project,
    providerId: provider.id,
    clientId,
    issuer: provider.issuer,
    authorizationEndpoint: authorizationEndpoint(preparation),
    tokenEndpoint: provider.endpoints.token?.value,
    mustPush: metadata?.requiresPushedAuthorization === true,
    servers: servers.map(({ name, url }) => ({ name, url })),
    resources: wantedResources(preparation),
    scopes,
    attempts: {
      stepUps: stepUpsOf(existing),
      scopesDemanded: (existing?.scopesChallenged ?? []).filter((scope) => scopes.includes(scope)),
      mayRegisterScopes: isRegistered(provider) && registration?.scopes === undefined,
      mayRegisterAgain: isRegistered(provider) && clientId === clientIdBefore,
      mayMove: true,
    },
  };
}

function authorizationEndpoint({ provider }: Preparation): string {
  const endpoint = provider.endpoints.authorization?.value;
  if (endpoint !== undefined) return endpoint;
  throw new Refusal('authorization-server-metadata-invalid', {
    what: `The authorization server of ${provider.name} has no authorization endpoint.`,
    why: 'Its metadata names none, and none was given.',
    hint: 'If it is for machines only, set grant_type client_credentials.',
  });
}
