/** The authorization response: RFC 6749, section 4.1.2, and the issuer of RFC 9207. */
import * as oauth from 'oauth4webapi';
import { printable } from '../printable.ts';
import { Refusal } from '../refusal.ts';
import type { OAuthClient } from './client.ts';

export interface ExpectedResponse {
  /** Undefined where no metadata was read. */
  readonly issuer: string | undefined;
  readonly state: string;
}

/**
 * Returns the parameters with which a code can be exchanged. The
 * issuer is checked before anything else in the response is believed.
 * @throws Refusal issuer-mismatch; then authorization-denied with `details.error`; then authorization-response-invalid
 */
export function validateAuthorizationResponse(
  { server, client }: Pick<OAuthClient, 'server' | 'client'>,
  { issuer, state }: ExpectedResponse,
  parameters: URLSearchParams,
): URLSearchParams {
  const iss = parameters.get('iss');
  if (iss === null && server.authorization_response_iss_parameter_supported) {
    throw issuerMismatch('The authorization server promises to name itself in its response, and did not.');
  }
  // Simple string comparison (RFC 9207, section 2.4): the texts are not normalized, and a trailing slash counts.
  if (iss !== null && issuer !== undefined && iss !== issuer) {
    throw issuerMismatch(`The response comes from ${printable(iss)}, and we asked ${issuer}.`);
  }
  const error = parameters.get('error');
  if (error !== null) throw denied(error, parameters.get('error_description'));
  try {
    const valid = oauth.validateAuthResponse({ ...server, issuer: iss ?? server.issuer }, client, parameters, state);
    if (!valid.get('code')) throw new Error('There is no code in it.');
    return valid;
  } catch (thrown) {
    throw new Refusal('authorization-response-invalid', {
      what: 'The authorization response cannot be used.',
      why: thrown instanceof Error ? thrown.message : undefined,
      hint: 'Run the command again.',
      cause: thrown,
    });
  }
}

function issuerMismatch(why: string): Refusal {
  return new Refusal('issuer-mismatch', {
    what: 'The authorization response does not come from the authorization server that was asked.',
    why: `${why} Somebody may be mixing up servers (RFC 9207).`,
    hint: 'Do not go on. Check the URL of the server, and tell its people.',
  });
}

function denied(error: string, description: string | null): Refusal {
  const isPersons = error === 'access_denied';
  return new Refusal('authorization-denied', {
    what: isPersons
      ? 'The consent was declined.'
      : `The authorization server refused the request: ${printable(error)}.`,
    why: description ?? undefined,
    hint: isPersons
      ? 'Run the command again to be asked again.'
      : 'Check the client id, its redirect URI and the scopes.',
    details: { error, ...(description !== null && { error_description: description }) },
  });
}
