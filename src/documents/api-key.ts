/** API keys as documents. The key itself is in one document only: that of the command that made it. */
import { isoTime } from '../time.ts';
import type { CreatedApiKey, ListedApiKey, RevokedApiKey } from '../usecases/access/api-key.ts';
import { endedMembers } from './job.ts';

export function apiKeyDocument({ key, webApp }: ListedApiKey) {
  const { id, name, role, start, agents, createdAt, expiresAt, lastUsedAt, revokedAt } = key;
  return {
    id,
    name,
    role,
    start,
    web_app: webApp ?? null,
    agents: agents ? [...agents] : null,
    created_at: isoTime(createdAt),
    expires_at: timeOrNull(expiresAt),
    last_used_at: timeOrNull(lastUsedAt),
    revoked_at: timeOrNull(revokedAt),
  };
}

/** Shown once. */
export function createdApiKeyDocument({ key, secret }: CreatedApiKey) {
  const { id, name, role, expiresAt } = key;
  return { id, name, role, key: secret.reveal(), expires_at: timeOrNull(expiresAt) };
}

export function revokedApiKeyDocument(revoked: RevokedApiKey) {
  return { ...apiKeyDocument({ key: revoked.key }), ...endedMembers(revoked) };
}

function timeOrNull(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : isoTime(milliseconds);
}
