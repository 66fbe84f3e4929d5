/** Dynamic client registration: RFC 7591, for a native application (RFC 8252, section 8.4), or for a server of ours. */

import * as oauth from 'oauth4webapi';
import { isLoopback } from '../loopback.ts';
import { type Hint, hint, type NextStep } from '../next-step.ts';
import type { Fetch } from '../ports/index.ts';
import type { ClientAuthMethod } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { Secret } from '../secret.ts';
import { isTime } from '../time.ts';
import { requestOptions } from './client.ts';
import { methodsInCommon } from './client-authentication.ts';
import { DEVICE_GRANT } from './device.ts';
import { type EndpointAnswer, readEndpointAnswer } from './endpoint-answer.ts';
import { text } from './json.ts';
import type { ServerMetadata } from './server-metadata.ts';

export interface RegisteredClient {
  readonly clientId: string;
  /** The scopes that it was registered with; undefined when the server wanted none. */
  readonly scopes?: readonly string[];
  readonly clientSecret?: Secret;
  readonly method: ClientAuthMethod;
  /** Milliseconds since 1970; absent when it does not expire. */
  readonly clientSecretExpiresAt?: number;
  readonly registrationClientUri?: string;
  readonly registrationAccessToken?: Secret;
}

export interface RegistrationWish {
  readonly redirectUri: string;
  /** The scopes that are about to be requested. */
  readonly scopes?: readonly string[];
  /** RFC 6749, section 2.1. */
  readonly clientType?: 'public' | 'confidential';
  /** Where a person gives a client that was registered by hand. */
  readonly byHand: NextStep;
}

const METHODS: readonly string[] = ['client_secret_basic', 'client_secret_post', 'none'] satisfies ClientAuthMethod[];

/**
 * Registers with the scopes that are about to be requested, because some servers demand them, or grant a client no others. A
 * server that refuses that is asked once more without them. The method is the best that server and client have in common,
 * and the next one when that is refused.
 * @throws Refusal registration-refused, with the reason of the first refusal
 */
export async function registerClient(
  server: ServerMetadata,
  wish: RegistrationWish,
  fetch: Fetch,
): Promise<RegisteredClient> {
  const { scopes = [], ...bare } = wish;
  let first: unknown;
  for (const method of methodsInCommon(server.tokenEndpointAuthMethods, wish.clientType ?? 'public')) {
    try {
      return { ...(await registerWith({ ...wish, method }, server, fetch)), scopes };
    } catch (thrown) {
      first ??= thrown;
      if (scopes.length > 0 && mayBeAboutScopes(thrown)) {
        const registered = await registerWith({ ...bare, method }, server, fetch).catch(ignoreRefused);
        if (registered) return registered;
      }
      // Another method helps only when the metadata was refused: RFC 7591, section 3.2.2.
      if (!isRefused(thrown) || thrown.details.error !== 'invalid_client_metadata') throw first;
    }
  }
  throw first;
}

function isRefused(thrown: unknown): thrown is Refusal {
  return thrown instanceof Refusal && thrown.code === 'registration-refused';
}

function ignoreRefused(thrown: unknown): undefined {
  if (!isRefused(thrown)) throw thrown;
}

function mayBeAboutScopes(thrown: unknown): boolean {
  if (!isRefused(thrown)) return false;
  const { status, error } = thrown.details;
  return Number(status) < 500 && status !== 401 && status !== 403 && error !== 'invalid_redirect_uri';
}

async function registerWith(
  wish: RegistrationWish & { readonly method: ClientAuthMethod },
  server: ServerMetadata,
  fetch: Fetch,
): Promise<RegisteredClient> {
  const endpoint = String(server.endpoints.registration);
  const response = await oauth.dynamicClientRegistrationRequest(
    { issuer: server.issuer ?? new URL(endpoint).origin, registration_endpoint: endpoint },
    clientMetadata(wish, wish.method, server),
    requestOptions(fetch),
  );
  // The library demands `client_secret_expires_at`, which many servers omit, so the response is checked here.
  const answer = await readEndpointAnswer(response);
  const { body } = answer;
  const clientId = text(body?.client_id);
  if (answer.isRefused || body === undefined || clientId === undefined) {
    const { error = `status ${response.status}` } = answer;
    throw new Refusal('registration-refused', {
      what: `${endpoint} registered no client: ${error}.`,
      why: answer.description,
      hint: hint`${redirectHint(answer, wish)}Register one by hand and give its id: ${wish.byHand}`,
      details: { status: response.status, error, redirect_uri: wish.redirectUri },
    });
  }
  const secret = text(body.client_secret);
  const token = text(body.registration_access_token);
  return {
    clientId,
    clientSecret: secret === undefined ? undefined : new Secret(secret),
    method: registeredMethod(text(body.token_endpoint_auth_method), wish.method, secret !== undefined),
    clientSecretExpiresAt: expiryOf(body.client_secret_expires_at),
    registrationClientUri: text(body.registration_client_uri),
    registrationAccessToken: token === undefined ? undefined : new Secret(token),
  };
}

/** Some servers accept `localhost` and no address, although RFC 8252, section 8.3, advises against the name. */
function redirectHint({ error, description = '' }: EndpointAnswer, { redirectUri, byHand }: RegistrationWish): Hint {
  const isAboutIt = error === 'invalid_redirect_uri' || /redirect/i.test(description);
  if (!isAboutIt || new URL(redirectUri).hostname === 'localhost') return hint``;
  const target = 'target' in byHand ? byHand.target : 'url' in byHand ? byHand.url : undefined;
  const name = 'name' in byHand ? byHand.name : undefined;
  const again: NextStep = { do: 'connect', target: target ?? name, give: ['redirect_host'] };
  return hint`If it accepts only localhost: ${again}\nOtherwise: `;
}

/** In seconds; 0 means never (section 3.2.1). A time that no calendar has means never as well. */
function expiryOf(seconds: unknown): number | undefined {
  if (typeof seconds !== 'number' || seconds <= 0) return undefined;
  const milliseconds = seconds * 1000;
  return isTime(milliseconds) ? milliseconds : undefined;
}

function clientMetadata(
  { redirectUri, scopes = [] }: RegistrationWish,
  method: ClientAuthMethod,
  server: ServerMetadata,
) {
  return {
    client_name: 'mcpctl',
    // OpenID Connect Dynamic Client Registration 1.0, section 2.
    application_type: isLoopback(new URL(redirectUri)) ? 'native' : 'web',
    redirect_uris: [redirectUri],
    grant_types: [
      'authorization_code',
      'refresh_token',
      ...(server.grantTypes?.includes(DEVICE_GRANT) ? [DEVICE_GRANT] : []),
    ],
    response_types: ['code'],
    token_endpoint_auth_method: method,
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
  };
}

/**
 * Returns the method that the server says it registered. A server that says nothing registered what was asked, where
 * the client can use that.
 */
function registeredMethod(said: string | undefined, asked: ClientAuthMethod, hasSecret: boolean): ClientAuthMethod {
  if (said !== undefined && METHODS.includes(said)) return said as ClientAuthMethod;
  if (!hasSecret) return 'none';
  return asked === 'none' ? 'client_secret_basic' : asked;
}
