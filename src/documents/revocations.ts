/** What became of tokens and clients that are not needed any more, as documents (docs/json.md). */
import { nameOfUser } from '../principal.ts';
import type { ForgottenClient } from '../providers/forget-registration.ts';
import type { RevokedConnection } from '../tokens/revocations.ts';

export function revocationDocument({ providerName, user, outcome }: RevokedConnection) {
  return { provider_name: providerName, user: nameOfUser(user), ...outcomeMembers(outcome) };
}

export function forgottenClientDocument({ providerName, clientId, outcome }: ForgottenClient) {
  return { provider_name: providerName, client_id: clientId, ...outcomeMembers(outcome) };
}

/** A failure has a reason; every other outcome is a word. */
function outcomeMembers(outcome: string | { readonly failed: string }) {
  return typeof outcome === 'object' ? { outcome: 'failed', reason: outcome.failed } : { outcome, reason: null };
}
