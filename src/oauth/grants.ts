/** Requests to the token endpoint: RFC 6749, sections 4.1.3, 4.4.2 and 6, with the resource of RFC 8707, section 2.2. */
import * as oauth from 'oauth4webapi';
import type { Fetch } from '../ports/index.ts';
import type { Secret } from '../secret.ts';
import { type OAuthClient, requestOptions } from './client.ts';
import { isTokenError, processTokenResponse, type TokenResponse } from './token-response.ts';

/** What a grant is asked for. */
export interface GrantWish {
  /** The RFC 8707 resource of the token. Undefined when the server rejects the parameter. */
  readonly resource?: string;
  readonly scopes?: readonly string[];
}

export interface CodeExchange extends GrantWish {
  /** The result of `validateAuthorizationResponse`. */
  readonly callback: URLSearchParams;
  readonly redirectUri: string;
  readonly codeVerifier?: string;
}

export function exchangeCode(
  client: OAuthClient,
  { callback, redirectUri, codeVerifier, resource }: CodeExchange,
  fetch: Fetch,
): Promise<TokenResponse> {
  return tokenRequest(client, fetch, (options) =>
    oauth.authorizationCodeGrantRequest(
      client.server,
      client.client,
      client.authentication,
      callback,
      redirectUri,
      codeVerifier ?? oauth.nopkce,
      { ...options, additionalParameters: parameters({ resource }) },
    ),
  );
}

/** Refreshes. The request names no scopes, so the scopes of the grant stay (section 6). */
export function refresh(client: OAuthClient, refreshToken: Secret, { resource }: GrantWish, fetch: Fetch) {
  return tokenRequest(client, fetch, (options) =>
    oauth.refreshTokenGrantRequest(client.server, client.client, client.authentication, refreshToken.reveal(), {
      ...options,
      additionalParameters: parameters({ resource }),
    }),
  );
}

export function clientCredentials(client: OAuthClient, wish: GrantWish, fetch: Fetch): Promise<TokenResponse> {
  return tokenRequest(client, fetch, (options) =>
    oauth.clientCredentialsGrantRequest(client.server, client.client, client.authentication, parameters(wish), options),
  );
}

export interface OtherGrant extends GrantWish {
  readonly type: string;
  /** What this grant sends besides the wish. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Requests a token with any other grant type: RFC 8628, RFC 7523, RFC 8693. */
export function otherGrant(
  client: OAuthClient,
  { type, parameters: own, ...wish }: OtherGrant,
  fetch: Fetch,
): Promise<TokenResponse> {
  const all = parameters(wish);
  for (const [name, value] of Object.entries(own)) all.set(name, value);
  return tokenRequest(client, fetch, (options) =>
    oauth.genericTokenEndpointRequest(client.server, client.client, client.authentication, type, all, options),
  );
}

type TokenRequest = (
  options: ReturnType<typeof requestOptions> & { DPoP?: oauth.DPoPHandle },
) => Promise<globalThis.Response>;

/** Sends a token request, and again when the server wants its nonce in the DPoP proof (RFC 9449, section 8). */
async function tokenRequest(client: OAuthClient, fetch: Fetch, send: TokenRequest): Promise<TokenResponse> {
  const endpoint = String(client.server.token_endpoint);
  const audience = { issuer: client.server.issuer, clientId: client.client.client_id, name: client.name };
  const attempt = async () =>
    processTokenResponse(await send({ ...requestOptions(fetch), DPoP: client.dpop }), endpoint, audience);
  try {
    return await attempt();
  } catch (thrown) {
    if (client.dpop && isTokenError(thrown, 'use_dpop_nonce')) return attempt();
    throw thrown;
  }
}

function parameters({ resource, scopes = [] }: GrantWish): URLSearchParams {
  const all = new URLSearchParams();
  if (resource) all.set('resource', resource);
  if (scopes.length > 0) all.set('scope', scopes.join(' '));
  return all;
}
