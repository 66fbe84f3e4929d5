/** The id of an actor: what its backend calls it, and what kind of subject it is unless it is a user. Pure. */
import { inputInvalid } from '../access/names.ts';

export interface ActorName {
  /** `user`, or for example `team`. */
  readonly subjectType: string;
  readonly externalKey: string;
}

const LONGEST = 256;
const SUBJECT_TYPE = /^[A-Za-z][\w-]{0,63}$/;
const WITH_TYPE = /^([A-Za-z][\w-]{0,63}):(.+)$/s;

/** @throws Refusal `input-invalid` */
export function actorId({ subjectType, externalKey }: ActorName): string {
  if (!SUBJECT_TYPE.test(subjectType)) {
    throw inputInvalid('/subject_type', 'A subject type has letters, digits, hyphens and underscores, at most 64.');
  }
  checkKey(externalKey, '/external_key');
  return subjectType === 'user' ? externalKey : `${subjectType}:${externalKey}`;
}

/** @throws Refusal `input-invalid` */
export function checkActorId(id: string): void {
  checkKey(id, '/actor_id', LONGEST + 65);
}

/** What is known of an actor whose id alone was used. A backend that names it later decides. */
export function nameOfId(id: string): ActorName {
  const [, subjectType, externalKey] = WITH_TYPE.exec(id) ?? [];
  if (subjectType === undefined || externalKey === undefined) return { subjectType: 'user', externalKey: id };
  return { subjectType, externalKey };
}

function checkKey(key: string, pointer: string, longest = LONGEST): void {
  // Half of a surrogate pair is no character: databases do not keep it.
  const isPlain = !/[\p{Cc}\p{Cs}]/u.test(key);
  if (key.trim() === '' || key.length > longest || !isPlain) {
    throw inputInvalid(
      pointer,
      `The name of an end user has 1 to ${longest} characters, none of them a control character.`,
    );
  }
}
