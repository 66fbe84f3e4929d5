/** The cookie that binds a browser to one consent. Two consents at once have two. Pure. */

/**
 * `Lax`, since the authorization server sends the browser back from another site. With https the name demands that the cookie
 * is of this host alone, and was set over https.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-4.1
 */
export function bindingCookie(connectId: string, secret: string, publicUrl: string): string {
  return `${nameOf(connectId, publicUrl)}=${secret}; ${attributes(publicUrl)}; Max-Age=600`;
}

export function endedCookie(connectId: string, publicUrl: string): string {
  return `${nameOf(connectId, publicUrl)}=; ${attributes(publicUrl)}; Max-Age=0`;
}

export function secretInCookie(connectId: string, publicUrl: string, cookies: string | null): string | undefined {
  const name = nameOf(connectId, publicUrl);
  for (const pair of (cookies ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return undefined;
}

function nameOf(connectId: string, publicUrl: string): string {
  return `${isHttps(publicUrl) ? '__Host-' : ''}mcpctl-${connectId}`;
}

function attributes(publicUrl: string): string {
  return `Path=/; HttpOnly; SameSite=Lax${isHttps(publicUrl) ? '; Secure' : ''}`;
}

function isHttps(publicUrl: string): boolean {
  return new URL(publicUrl).protocol === 'https:';
}
