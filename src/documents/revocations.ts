/** What became of tokens and clients that are not needed any more, as documents (docs/json.md). */
import type { ForgottenClient } from '../providers/forget-registration.ts';
import type { RevokedConnection } from '../tokens/revocations.ts';

export function revocationDocument({ providerName, user, outcome }: RevokedConnection) {
  const failed = typeof outcome === 'object';
  return {
    provider_name: providerName,
    user,
    outcome: failed ? 'failed' : outcome,
    reason: failed ? outcome.failed : null,
  };
}

export function forgottenClientDocument({ providerName, clientId, outcome }: ForgottenClient) {
  const failed = typeof outcome === 'object';
  return {
    provider_name: providerName,
    client_id: clientId,
    outcome: failed ? 'failed' : outcome,
    reason: failed ? outcome.failed : null,
  };
}
