/** The authorization request: RFC 6749, section 4.1.1, with RFC 7636, RFC 8707, RFC 9126 and OpenID Connect Core, section 11. */
import * as oauth from 'oauth4webapi';
import type { Fetch } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { type OAuthClient, requestOptions } from './client.ts';
import { errorDetails, readEndpointAnswer } from './endpoint-answer.ts';
import { text } from './json.ts';
import { OFFLINE } from './scopes.ts';

export interface AuthorizationWish {
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  /** One for each collection that shares the consent. Empty when the server rejects the parameter. */
  readonly resources: readonly string[];
  readonly usePkce: boolean;
  /** Extra parameters. An empty value removes one of ours. */
  readonly authParams: Readonly<Record<string, string>>;
}

export interface AuthorizationRequest {
  readonly parameters: URLSearchParams;
  readonly state: string;
  readonly codeVerifier?: string;
}

const OURS = new Set([
  'response_type',
  'client_id',
  'redirect_uri',
  'state',
  'code_challenge',
  'code_challenge_method',
]);

export async function authorizationRequest(clientId: string, wish: AuthorizationWish): Promise<AuthorizationRequest> {
  const state = oauth.generateRandomState();
  const codeVerifier = wish.usePkce ? oauth.generateRandomCodeVerifier() : undefined;
  const parameters = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: wish.redirectUri,
    state,
  });
  if (codeVerifier !== undefined) {
    parameters.set('code_challenge', await oauth.calculatePKCECodeChallenge(codeVerifier));
    parameters.set('code_challenge_method', 'S256');
  }
  if (wish.scopes.length > 0) parameters.set('scope', wish.scopes.join(' '));
  if (wish.scopes.includes(OFFLINE)) parameters.set('prompt', 'consent');
  for (const resource of wish.resources) parameters.append('resource', resource);
  for (const [name, value] of Object.entries(wish.authParams)) {
    if (OURS.has(name)) continue;
    if (value === '') parameters.delete(name);
    else parameters.set(name, value);
  }
  return { parameters, state, ...(codeVerifier !== undefined && { codeVerifier }) };
}

/** Returns the URL for the browser. The endpoint keeps its own query (RFC 6749, section 3.1). */
export function authorizationUrl(endpoint: string, parameters: URLSearchParams): string {
  const url = new URL(endpoint);
  for (const name of new Set(parameters.keys())) url.searchParams.delete(name);
  for (const [name, value] of parameters) url.searchParams.append(name, value);
  return url.href;
}

/**
 * Pushes the request to the server (RFC 9126). Returns the reference that the browser carries instead.
 * @throws Refusal authorization-denied
 */
export async function pushAuthorizationRequest(
  { server, client, authentication, dpop }: OAuthClient,
  { parameters }: AuthorizationRequest,
  fetch: Fetch,
): Promise<URLSearchParams> {
  const response = await oauth.pushedAuthorizationRequest(server, client, authentication, parameters, {
    ...requestOptions(fetch),
    DPoP: dpop,
  });
  const answer = await readEndpointAnswer(response);
  const requestUri = text(answer.body?.request_uri);
  if (!answer.isRefused && requestUri !== undefined) {
    return new URLSearchParams({ client_id: client.client_id, request_uri: requestUri });
  }
  const { error = `status ${answer.status}`, said = error } = answer;
  throw new Refusal('authorization-denied', {
    what: `The authorization server did not accept the pushed request: ${said}.`,
    why: answer.description,
    hint: 'Check the client id, its redirect URI and the scopes of the provider.',
    details: { ...errorDetails(answer), error },
  });
}
