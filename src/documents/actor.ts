/** End users of web apps as documents. */
import type { Actor } from '../records-of-callers.ts';
import { isoTime } from '../time.ts';
import type { ActorPart, DeletedActor } from '../usecases/end-users/actor.ts';
import { endedMembers } from './job.ts';

export function actorDocument({ id, subjectType, externalKey, displayName, metadata, ...actor }: Actor) {
  return {
    id,
    subject_type: subjectType,
    external_key: externalKey,
    display_name: displayName ?? null,
    metadata: metadata ?? {},
    created_at: isoTime(actor.createdAt),
    updated_at: isoTime(actor.updatedAt),
  };
}

export function actorsDocument({ actors, next }: ActorPart) {
  return { actors: actors.map(actorDocument), next_after: next ?? null };
}

export function deletedActorDocument(deleted: DeletedActor) {
  return { outcome: 'done', ...endedMembers(deleted) };
}
