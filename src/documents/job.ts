/** Jobs as documents, and what a deletion says of the accounts that it ended. */
import type { Job } from '../records-of-callers.ts';
import { isoTime } from '../time.ts';
import type { Revoked } from '../usecases/access/revoke-many.ts';
import { revocationDocument } from './revocations.ts';

export function jobDocument({ id, operation, status, done, total, createdAt, endedAt, result, error }: Job) {
  return {
    id,
    operation,
    status,
    done,
    total,
    created_at: isoTime(createdAt),
    ended_at: endedAt === undefined ? null : isoTime(endedAt),
    result: result ?? null,
    error: error ?? null,
  };
}

/** With `job_id` the tokens are still being revoked. */
export function endedMembers({ ended, revocations, job }: Revoked) {
  return {
    connections_ended: ended,
    revocations: revocations.map(revocationDocument),
    job_id: job?.id ?? null,
  };
}
