/** What `token` prints. No other command shows an access token. */
import type { CurrentToken } from '../../tokens/stored-token.ts';
import { FORMAT_VERSION } from '../output.ts';

export function tokenText({ secret, token }: CurrentToken, asHeader: boolean): string {
  return asHeader ? `Authorization: ${scheme(token.tokenType)} ${secret.reveal()}` : secret.reveal();
}

export function tokenDocument(target: string, { secret, token, provider, connection }: CurrentToken): string {
  const document = {
    format_version: FORMAT_VERSION,
    target,
    provider: provider.name,
    user: connection.user,
    access_token: secret.reveal(),
    token_type: scheme(token.tokenType),
    expires_at: new Date(token.expiresAt).toISOString(),
    scopes: token.scopes,
    resource: token.resource || undefined,
  };
  return JSON.stringify(document, null, 2);
}

function scheme(tokenType: 'bearer' | 'dpop'): 'Bearer' | 'DPoP' {
  return tokenType === 'dpop' ? 'DPoP' : 'Bearer';
}
