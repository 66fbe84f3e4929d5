/** The answer of a token endpoint: RFC 6749, sections 5.1 and 5.2. */
import { printable } from '../printable.ts';
import { Refusal } from '../refusal.ts';
import { Secret } from '../secret.ts';
import { readJsonObject } from './json.ts';

export interface TokenResponse {
  readonly accessToken: Secret;
  readonly tokenType: 'bearer' | 'dpop';
  /** Seconds, at most thirty days; an hour when the server does not say. */
  readonly expiresIn: number;
  /** What was granted; undefined when it is what was asked (section 5.1). */
  readonly scopes?: readonly string[];
  readonly refreshToken?: Secret;
  /** Who consented, for people to read: from the ID token, when there is one. */
  readonly account?: string;
}

const LONGEST = 30 * 24 * 60 * 60;
const DEFAULT = 60 * 60;
const LONGEST_TOKEN = 32 * 1024;

/** Throws `token-refused` with `details.error` for an error response, `token-response-invalid` for nonsense. */
export async function processTokenResponse(response: Response, endpoint: string): Promise<TokenResponse> {
  const body = await readJsonObject(response);
  if (!response.ok) throw refused(response.status, body, endpoint);
  if (body === undefined) throw invalid(endpoint, 'The body is not a JSON object.');
  const accessToken = token(body.access_token, 'access_token', endpoint);
  if (accessToken === undefined) throw invalid(endpoint, 'There is no access_token.');
  const type = typeof body.token_type === 'string' ? body.token_type.toLowerCase() : undefined;
  if (type !== 'bearer' && type !== 'dpop') throw invalid(endpoint, 'The token_type is neither Bearer nor DPoP.');
  return {
    accessToken,
    tokenType: type,
    expiresIn: lifetime(body.expires_in),
    scopes: typeof body.scope === 'string' ? body.scope.split(' ').filter(Boolean) : undefined,
    refreshToken: token(body.refresh_token, 'refresh_token', endpoint),
    account: accountOf(body.id_token),
  };
}

/** Whether something thrown is the error response with this code (`invalid_grant`, `invalid_target`, …). */
export function isTokenError(thrown: unknown, ...errors: readonly string[]): boolean {
  return thrown instanceof Refusal && thrown.code === 'token-refused' && errors.includes(String(thrown.details.error));
}

/** Not stretched when it is short: a token that lives five seconds would be handed out dead for twenty-five more. */
function lifetime(expiresIn: unknown): number {
  const seconds = typeof expiresIn === 'string' ? Number(expiresIn) : expiresIn;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds <= 0) return DEFAULT;
  return Math.min(Math.max(Math.floor(seconds), 1), LONGEST);
}

/** A token goes into a header: what could break out of one, or fill it up, is refused. */
function token(value: unknown, name: string, endpoint: string): Secret | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw invalid(endpoint, `The ${name} is not a string.`);
  if (value.length > LONGEST_TOKEN) throw invalid(endpoint, `The ${name} is longer than ${LONGEST_TOKEN} characters.`);
  if (!/^[\x21-\x7e]+$/.test(value)) throw invalid(endpoint, `The ${name} holds characters that no header can carry.`);
  return new Secret(value);
}

/**
 * OpenID Connect Core, section 3.1.3.7, point 6: a token that came straight from the token endpoint over TLS
 * needs no check of its signature. We only show the name; nothing is decided by it.
 */
function accountOf(idToken: unknown): string | undefined {
  if (typeof idToken !== 'string') return undefined;
  try {
    const payload = idToken.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? '';
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    return accountFrom(claims);
  } catch {
    return undefined;
  }
}

/** The name that a person would know the account by. */
function accountFrom(claims: Readonly<Record<string, unknown>>): string | undefined {
  const name = [claims.email, claims.preferred_username, claims.name, claims.sub].find(
    (claim): claim is string => typeof claim === 'string' && claim !== '',
  );
  return name === undefined ? undefined : printable(name.slice(0, 200));
}

function refused(status: number, body: Readonly<Record<string, unknown>> | undefined, endpoint: string): Refusal {
  const error = typeof body?.error === 'string' ? body.error : undefined;
  const description = typeof body?.error_description === 'string' ? body.error_description : undefined;
  return new Refusal(error === undefined && status >= 500 ? 'server-error' : 'token-refused', {
    what: `The token endpoint ${endpoint} refused: ${error ?? `status ${status}`}.`,
    why: description,
    hint: 'See what the server says with --verbose, or connect again: mcpctl connect NAME',
    details: { status, ...(error && { error }), ...(description && { error_description: description }) },
  });
}

function invalid(endpoint: string, why: string): Refusal {
  return new Refusal('token-response-invalid', {
    what: `The token endpoint ${endpoint} answered with something that is no token response.`,
    why,
    hint: 'Tell the people who run the authorization server.',
  });
}
