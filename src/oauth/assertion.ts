/**
 * Gets tokens for an assertion: JWT bearer (RFC 7523, section 2.1), and the ID-JAG that the issuer of an enterprise
 * gives.
 */
import type { Fetch } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { Secret } from '../secret.ts';
import type { OAuthClient } from './client.ts';
import { errorDetails, readEndpointAnswer } from './endpoint-answer.ts';
import { type GrantWish, otherGrant } from './grants.ts';
import { text } from './json.ts';
import type { TokenResponse } from './token-response.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
const ID_JAG = 'urn:ietf:params:oauth:token-type:id-jag';

/** Sends one request. Nothing is retried, because a refused assertion is refused again. */
export function assertionGrant(
  client: OAuthClient,
  { assertion, ...wish }: { readonly assertion: Secret } & GrantWish,
  fetch: Fetch,
): Promise<TokenResponse> {
  return otherGrant(client, { type: JWT_BEARER, parameters: { assertion: assertion.reveal() }, ...wish }, fetch);
}

export interface IdentityProvider {
  readonly tokenEndpoint: string;
  readonly clientId: string;
}

/**
 * Exchanges the ID token of a person for an assertion that the authorization server of a resource accepts (RFC 8693,
 * and the identity assertion authorization grant).
 * @throws Refusal token-refused, token-response-invalid
 */
export async function exchangeIdToken(
  { tokenEndpoint, clientId }: IdentityProvider,
  {
    idToken,
    audience,
    resource = '',
    scopes = [],
  }: { readonly idToken: Secret; readonly audience: string } & GrantWish,
  fetch: Fetch,
): Promise<Secret> {
  const body = new URLSearchParams({
    grant_type: TOKEN_EXCHANGE,
    requested_token_type: ID_JAG,
    subject_token: idToken.reveal(),
    subject_token_type: ID_TOKEN,
    client_id: clientId,
    audience,
    ...(resource && { resource }),
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
  });
  const response = await fetch(tokenEndpoint, { method: 'POST', body, headers: { accept: 'application/json' } });
  const answer = await readEndpointAnswer(response);
  const { body: said, isRefused, error } = answer;
  const assertion = text(said?.access_token);
  if (!isRefused && assertion !== undefined && said?.issued_token_type === ID_JAG) return new Secret(assertion);
  throw new Refusal(isRefused ? 'token-refused' : 'token-response-invalid', {
    what: `The identity provider ${tokenEndpoint} gave no assertion${error ? `: ${answer.said ?? error}` : ''}.`,
    why: answer.description,
    hint: 'Sign in there again, and check that it may issue assertions for this server.',
    details: errorDetails(answer),
  });
}
