// RFC 7662 as a busy server does it: what it was told of a token holds until the token ends.
import { OAuthError, OAuthErrorCode } from '@modelcontextprotocol/server';

const CREDENTIALS = Buffer.from('resource-server:resource-server-secret').toString('base64');
const PAUSE = 100;

/** Verifies for `requireBearerAuth`. Tries again for as long as the authorization server is away. */
export function introspection(issuer) {
  const known = new Map();
  return async (token) => {
    const found = known.get(token) ?? ask(issuer, token);
    known.set(token, found);
    const { active, exp, scope, aud, client_id } = await found;
    for (const [old, answer] of known) {
      if (old !== token && (await answer).exp < Date.now() / 1000) known.delete(old);
    }
    if (!active || exp <= Date.now() / 1000) throw new OAuthError(OAuthErrorCode.InvalidToken, 'It is not active.');
    return {
      token,
      clientId: String(client_id),
      scopes: String(scope).split(' '),
      expiresAt: exp,
      ...(typeof aud === 'string' && URL.canParse(aud) && { resource: new URL(aud) }),
    };
  };
}

async function ask(issuer, token) {
  const request = {
    method: 'POST',
    headers: { authorization: `Basic ${CREDENTIALS}` },
    body: new URLSearchParams({ token }),
  };
  for (;;) {
    const response = await fetch(`${issuer}/token/introspection`, request).catch(() => undefined);
    if (response?.ok) return response.json();
    await new Promise((done) => setTimeout(done, PAUSE));
  }
}
