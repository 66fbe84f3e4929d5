/** Who consented, for people to read: OpenID Connect Core 1.0, sections 3.1.3.7 and 5.3. No decision depends on it. */
import { isJsonObject, type JsonObject } from '../json-object.ts';
import type { Fetch } from '../ports/index.ts';
import { printable } from '../printable.ts';
import type { Secret } from '../secret.ts';
import { readJsonObject } from './json.ts';

export interface Person {
  /** The `sub`, which identifies the person at this issuer for ever. */
  readonly subject: string;
  /** The name under which the person knows the account. */
  readonly name?: string;
  /** When the ID token is over, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The issuer and the client that an ID token must name. */
export interface Audience {
  readonly issuer: string;
  readonly clientId: string;
}

/** How far clocks may differ, in milliseconds. */
const LEEWAY = 60_000;
const LONGEST_NAME = 200;

/**
 * Reads an ID token that came straight from the token endpoint over TLS, so its signature needs no check (section
 * 3.1.3.7, point 6). Returns undefined for a token of another issuer or for another client.
 */
export function personOf(idToken: unknown, { issuer, clientId }: Audience): Person | undefined {
  const claims = claimsOf(idToken);
  if (claims === undefined) return undefined;
  const { iss, aud, azp, exp, sub } = claims;
  const audiences = Array.isArray(aud) ? aud : [aud];
  const isOurs = iss === issuer && audiences.includes(clientId) && (azp === undefined || azp === clientId);
  if (!isOurs || typeof exp !== 'number' || typeof sub !== 'string' || sub === '') return undefined;
  return { subject: shown(sub), name: nameOf(claims), expiresAt: exp * 1000 };
}

/** Whether the ID token still counts (section 3.1.3.7, point 9). */
export function isCurrent({ expiresAt }: Person, now: number): boolean {
  return now < expiresAt + LEEWAY;
}

/** Asks the userinfo endpoint for the name of the same person (section 5.3.2). A failure gives no name. */
export async function askName(
  endpoint: string,
  { accessToken, subject }: { readonly accessToken: Secret } & Pick<Person, 'subject'>,
  fetch: Fetch,
): Promise<string | undefined> {
  try {
    const headers = { accept: 'application/json', authorization: `Bearer ${accessToken.reveal()}` };
    const response = await fetch(endpoint, { headers });
    const claims = response.ok ? await readJsonObject(response) : undefined;
    return claims && typeof claims.sub === 'string' && shown(claims.sub) === subject ? nameOf(claims) : undefined;
  } catch {
    return undefined;
  }
}

function claimsOf(idToken: unknown): JsonObject | undefined {
  if (typeof idToken !== 'string') return undefined;
  try {
    const payload = idToken.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? '';
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isJsonObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

/** An address that the provider has not verified may be anybody's. */
function nameOf({ email, email_verified, preferred_username, name }: JsonObject): string | undefined {
  const found = [email_verified === false ? undefined : email, preferred_username, name].find(
    (claim): claim is string => typeof claim === 'string' && claim !== '',
  );
  return found && shown(found);
}

const shown = (text: string) => printable(text.slice(0, LONGEST_NAME));
