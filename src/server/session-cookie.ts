/**
 * The cookie of a session of an end user. It confirms a consent in the same browser; requests are served with the bearer alone.
 * It is set for a page of the ticket's origin on our own site, and never by a GET, which another site can cause.
 */
import { isSameSite } from '../oauth/site.ts';
import { Secret } from '../secret.ts';

export interface ExchangedSession {
  readonly token: Secret;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly origin?: string;
}

/** @param origin The header of the request. */
export async function sessionCookie(
  { token, origin: allowed }: ExchangedSession,
  { origin, publicUrl }: { readonly origin: string | undefined; readonly publicUrl: string },
): Promise<Readonly<Record<string, string>>> {
  if (origin === undefined || origin !== allowed || !(await isSameSite(origin, publicUrl))) return {};
  const secure = isHttps(publicUrl) ? '; Secure' : '';
  return {
    'set-cookie': `${nameOf(publicUrl)}=${token.reveal()}; Path=/; HttpOnly; SameSite=Lax${secure}; Max-Age=3600`,
  };
}

/** The session token in the cookies of a request. */
export function sessionInCookies(cookies: string | null, publicUrl: string): Secret | undefined {
  for (const pair of (cookies ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === nameOf(publicUrl) && value) return new Secret(value);
  }
  return undefined;
}

/** Cookies know no port, so on http the name has it. */
function nameOf(publicUrl: string): string {
  return isHttps(publicUrl) ? '__Host-mcpctl-session' : `mcpctl-session-${new URL(publicUrl).port || '80'}`;
}

function isHttps(publicUrl: string): boolean {
  return new URL(publicUrl).protocol === 'https:';
}
