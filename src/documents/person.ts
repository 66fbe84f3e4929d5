/** People of a project as documents. A link is in the documents of `add` and `link` only. */
import type { Person } from '../records-of-callers.ts';
import { isoTime } from '../time.ts';
import type { GivenAgent } from '../usecases/access/give-agent.ts';
import type { Login } from '../usecases/access/link.ts';
import type { RemovedPerson } from '../usecases/access/person.ts';
import { endedMembers } from './job.ts';

export function personDocument({ name, role, agents, createdAt }: Person) {
  return { name, role, agents: [...agents], created_at: isoTime(createdAt) };
}

export interface Invitation {
  readonly person: Person;
  /** The address with the secret behind `#`, which no server gets to see and no log keeps. */
  readonly url: string;
  readonly expiresAt: number;
}

/** Shown once. */
export function invitationDocument({ person, url, expiresAt }: Invitation) {
  return { name: person.name, role: person.role, link: url, expires_at: isoTime(expiresAt) };
}

export function removedPersonDocument(removed: RemovedPerson) {
  return { outcome: 'done', ...endedMembers(removed) };
}

export function loginDocument({ person, token, expiresAt }: Login) {
  const { name, role, project } = person;
  return { name, role, project, token: token.reveal(), expires_at: isoTime(expiresAt) };
}

export function givenAgentDocument({ agent, people, isChanged }: GivenAgent) {
  return { agent, people: people.map(personDocument), outcome: isChanged ? 'done' : 'nothing_to_do' };
}
