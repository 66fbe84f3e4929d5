/** The response of a token endpoint: RFC 6749, sections 5.1 and 5.2. */
import { type Hint, hint } from '../next-step.ts';
import { Refusal } from '../refusal.ts';
import { Secret } from '../secret.ts';
import { type EndpointAnswer, errorDetails, readEndpointAnswer } from './endpoint-answer.ts';
import { type Audience, type Person, personOf } from './id-token.ts';
import { text } from './json.ts';

export interface TokenResponse {
  readonly accessToken: Secret;
  readonly tokenType: 'bearer' | 'dpop';
  /** In seconds, at most thirty days. An hour when the server does not say. */
  readonly expiresIn: number;
  /** The granted scopes. Undefined when they are those that were requested (section 5.1). */
  readonly scopes?: readonly string[];
  readonly refreshToken?: Secret;
  /** Who consented, when there is an ID token for this client. */
  readonly person?: Person;
}

const LONGEST = 30 * 24 * 60 * 60;
const DEFAULT = 60 * 60;
const LONGEST_TOKEN = 32 * 1024;

/** The client that asked. */
export interface Asking extends Audience {
  /** The name of its provider, where it is stored. */
  readonly name?: string;
}

/**
 * Reads the response.
 * @throws Refusal token-refused with `details.error` for an error response; token-response-invalid for anything else
 */
export async function processTokenResponse(
  response: Response,
  endpoint: string,
  { name, ...audience }: Asking,
): Promise<TokenResponse> {
  const answer = await readEndpointAnswer(response);
  const { body, isRefused } = answer;
  if (isRefused) throw refused(answer, { endpoint, name });
  if (body === undefined) throw invalid(endpoint, 'The body is neither a JSON object nor a form.');
  const accessToken = token(body.access_token, { name: 'access_token', syntax: B64TOKEN, endpoint });
  if (accessToken === undefined) throw invalid(endpoint, 'There is no access_token.');
  // Some servers leave it out. A DPoP token says what it is (RFC 9449, section 5).
  const type = (text(body.token_type) ?? 'bearer').toLowerCase();
  if (type !== 'bearer' && type !== 'dpop') throw invalid(endpoint, 'The token_type is neither Bearer nor DPoP.');
  return {
    accessToken,
    tokenType: type,
    expiresIn: lifetime(body.expires_in),
    scopes: typeof body.scope === 'string' ? body.scope.split(' ').filter(Boolean) : undefined,
    refreshToken: token(body.refresh_token, { name: 'refresh_token', syntax: UNQUOTED, endpoint }),
    person: personOf(body.id_token, audience),
  };
}

/** Whether the thrown value is the error response with one of these codes (`invalid_grant`, `invalid_target`, …). */
export function isTokenError(thrown: unknown, ...errors: readonly string[]): boolean {
  return thrown instanceof Refusal && thrown.code === 'token-refused' && errors.includes(String(thrown.details.error));
}

/** A short lifetime is not stretched: a token that lives five seconds would be handed out dead for twenty-five more. */
function lifetime(expiresIn: unknown): number {
  const seconds = typeof expiresIn === 'string' ? Number(expiresIn) : expiresIn;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds <= 0) return DEFAULT;
  return Math.min(Math.max(Math.floor(seconds), 1), LONGEST);
}

/** What a header carries: RFC 6750, section 2.1. */
const B64TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;
/** A refresh token goes into a form, and may have any visible character (RFC 6749, appendix A). None has quotes or `\`. */
const UNQUOTED = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** A token that is very long, or has characters that it may not have, is refused. */
function token(
  value: unknown,
  { name, syntax, endpoint }: { readonly name: string; readonly syntax: RegExp; readonly endpoint: string },
): Secret | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw invalid(endpoint, `The ${name} is not a string.`);
  if (value.length > LONGEST_TOKEN) throw invalid(endpoint, `The ${name} is longer than ${LONGEST_TOKEN} characters.`);
  if (!syntax.test(value)) throw invalid(endpoint, `The ${name} holds characters that no such token may have.`);
  return new Secret(value);
}

interface RefusedBy {
  readonly endpoint: string;
  readonly name: string | undefined;
}

function refused(answer: EndpointAnswer, { endpoint, name }: RefusedBy): Refusal {
  const { status, error, said = error, description } = answer;
  return new Refusal(error === undefined && status >= 500 ? 'server-error' : 'token-refused', {
    what: `The token endpoint ${endpoint} refused: ${said ?? `status ${status}`}.`,
    why: description,
    hint: wayOut(error, name),
    details: errorDetails(answer),
  });
}

/** RFC 6749, section 5.2: with `invalid_client` the client id or its secret is wrong, and another consent does not help. */
function wayOut(error: string | undefined, name: string | undefined): Hint {
  if (name === undefined) return hint`See what the server says with ${{ do: 'give', field: 'verbose' }}`;
  if (error === 'invalid_client' || error === 'unauthorized_client') {
    return hint`Give the client that the server knows, with its secret: ${{ do: 'update', what: 'provider', name, give: ['client_id', 'client_secret'] }}`;
  }
  return hint`See what the server says with ${{ do: 'give', field: 'verbose' }}, or connect again: ${{ do: 'connect', target: name }}`;
}

function invalid(endpoint: string, why: string): Refusal {
  return new Refusal('token-response-invalid', {
    what: `The token endpoint ${endpoint} answered with something that is no token response.`,
    why,
    hint: 'Tell the people who run the authorization server.',
  });
}
