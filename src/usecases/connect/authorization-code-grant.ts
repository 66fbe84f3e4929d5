/** The two requests of the authorization code grant (RFC 6749, section 4.1), with a person between them. */
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

export interface WantedCode {
  /** Undefined where no metadata was read. */
  readonly issuer?: string;
  readonly authorizationEndpoint: string;
  /** Whether the server accepts only pushed requests (RFC 9126). */
  readonly mustPush: boolean;
  readonly wish: AuthorizationWish;
}

/** What the second half needs of the first. Data only, but `state` and `codeVerifier` are secret. */
export interface SentRequest {
  readonly issuer?: string;
  readonly state: string;
  readonly codeVerifier?: string;
  readonly redirectUri: string;
  readonly resources: readonly string[];
}

export interface PresentedRequest {
  readonly authorizationUrl: string;
  readonly sent: SentRequest;
}

/** @throws Refusal `authorization-denied` when the server refuses a pushed request. */
export async function requestCode(
  { issuer, authorizationEndpoint, mustPush, wish }: WantedCode,
  { client, fetch }: AuthorizedBy,
): Promise<PresentedRequest> {
  const request = await authorizationRequest(client.client.client_id, wish);
  const parameters = mustPush ? await pushAuthorizationRequest(client, request, fetch) : request.parameters;
  const { state, codeVerifier } = request;
  const { redirectUri, resources } = wish;
  return {
    authorizationUrl: authorizationUrl(authorizationEndpoint, parameters),
    sent: { issuer, state, codeVerifier, redirectUri, resources },
  };
}

/**
 * Validates the response before it sends the code anywhere.
 *
 * @throws Refusal `issuer-mismatch`, `authorization-denied`, `authorization-response-invalid`, and what the token
 * endpoint refuses.
 */
export async function redeemCode(
  { issuer, state, codeVerifier, redirectUri, resources }: SentRequest,
  callback: URLSearchParams,
  { client, fetch }: AuthorizedBy,
): Promise<TokenResponse> {
  const valid = validateAuthorizationResponse(client, { issuer, state }, callback);
  return exchangeCode(client, { callback: valid, redirectUri, codeVerifier, resource: resources[0] }, fetch);
}
