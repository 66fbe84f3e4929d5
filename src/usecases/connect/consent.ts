/** One consent in two halves: the authorization request, and the exchange of the response. A person acts in between. */
import {
  type AuthorizationWish,
  authorizationRequest,
  authorizationUrl,
  pushAuthorizationRequest,
} from '../../oauth/authorization.ts';
import { validateAuthorizationResponse } from '../../oauth/authorization-response.ts';
import type { OAuthClient } from '../../oauth/client.ts';
import { exchangeCode } from '../../oauth/grants.ts';
import type { TokenResponse } from '../../oauth/token-response.ts';
import type { Fetch } from '../../ports/index.ts';

/** The client that asks, and its fetch to the authorization server. */
export interface AuthorizedBy {
  readonly client: OAuthClient;
  readonly fetch: Fetch;
}

export interface WantedConsent {
  /** Undefined where no metadata was read. */
  readonly issuer?: string;
  readonly authorizationEndpoint: string;
  /** Whether the server accepts only pushed requests (RFC 9126). */
  readonly mustPush: boolean;
  readonly wish: AuthorizationWish;
}

/** What the second half needs of the first. Data only, but `state` and `codeVerifier` are secret. */
export interface PendingConsent {
  readonly issuer?: string;
  readonly state: string;
  readonly codeVerifier?: string;
  readonly redirectUri: string;
  readonly resources: readonly string[];
}

export interface BegunConsent {
  readonly authorizationUrl: string;
  readonly pending: PendingConsent;
}

/** @throws Refusal `authorization-denied` when the server refuses a pushed request. */
export async function beginConsent(
  { issuer, authorizationEndpoint, mustPush, wish }: WantedConsent,
  { client, fetch }: AuthorizedBy,
): Promise<BegunConsent> {
  const request = await authorizationRequest(client.client.client_id, wish);
  const parameters = mustPush ? await pushAuthorizationRequest(client, request, fetch) : request.parameters;
  const { state, codeVerifier } = request;
  const { redirectUri, resources } = wish;
  return {
    authorizationUrl: authorizationUrl(authorizationEndpoint, parameters),
    pending: { issuer, state, codeVerifier, redirectUri, resources },
  };
}

/**
 * Validates the response before it sends the code anywhere.
 *
 * @throws Refusal `issuer-mismatch`, `authorization-denied`, `authorization-response-invalid`, and what the token
 * endpoint refuses.
 */
export async function completeConsent(
  { issuer, state, codeVerifier, redirectUri, resources }: PendingConsent,
  callback: URLSearchParams,
  { client, fetch }: AuthorizedBy,
): Promise<TokenResponse> {
  const valid = validateAuthorizationResponse(client, { issuer, state }, callback);
  return exchangeCode(client, { callback: valid, redirectUri, codeVerifier, resource: resources[0] }, fetch);
}
