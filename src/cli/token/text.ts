/** What `token` prints. No other command shows an access token. */

import { scheme } from '../../documents/token.ts';
import type { CurrentToken } from '../../tokens/stored-token.ts';

export function tokenText({ secret, token }: CurrentToken, asHeader: boolean): string {
  return asHeader ? `Authorization: ${scheme(token.tokenType)} ${secret.reveal()}` : secret.reveal();
}
