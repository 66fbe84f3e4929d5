/** Token revocation: RFC 7009. */
import * as oauth from 'oauth4webapi';
import type { Fetch } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import type { Secret } from '../secret.ts';
import { type OAuthClient, requestOptions } from './client.ts';
import { errorDetails, readEndpointAnswer } from './endpoint-answer.ts';

/**
 * Asks the authorization server to revoke a token. It answers yes for a token that it does not know (section 2.2).
 * @throws Refusal token-refused with `details.error` when the server answers no
 */
export async function revokeToken(
  { server, client, authentication }: OAuthClient,
  { token, kind }: { readonly token: Secret; readonly kind: 'refresh_token' | 'access_token' },
  fetch: Fetch,
): Promise<void> {
  const response = await oauth.revocationRequest(server, client, authentication, token.reveal(), {
    ...requestOptions(fetch),
    additionalParameters: { token_type_hint: kind },
  });
  const answer = await readEndpointAnswer(response);
  if (!answer.isRefused) return;
  const { error, said = error, status } = answer;
  throw new Refusal('token-refused', {
    what: `The revocation endpoint ${server.revocation_endpoint} refused: ${said ?? `status ${status}`}.`,
    why: answer.description,
    hint: 'Revoke the access where you gave it: in the account settings of the provider.',
    details: errorDetails(answer),
  });
}
