/** An access token as a document (docs/json.md). No other document holds one. */

import { FORMAT_VERSION } from '../format-version.ts';
import { isoTime } from '../time.ts';
import type { CurrentToken } from '../tokens/stored-token.ts';

export function tokenDocument(target: string, { secret, token, provider, connection }: CurrentToken): string {
  const document = {
    format_version: FORMAT_VERSION,
    target,
    provider: provider.name,
    user: connection.user,
    access_token: secret.reveal(),
    token_type: scheme(token.tokenType),
    expires_at: isoTime(token.expiresAt),
    scopes: token.scopes,
    resource: token.resource || undefined,
  };
  return JSON.stringify(document, null, 2);
}

/** The scheme of the header: RFC 6750 or RFC 9449. */
export function scheme(tokenType: 'bearer' | 'dpop'): 'Bearer' | 'DPoP' {
  return tokenType === 'dpop' ? 'DPoP' : 'Bearer';
}
