/** People of a project. */
import {
  type Invitation,
  invitationDocument,
  loginDocument,
  personDocument,
  removedPersonDocument,
} from '../documents/person.ts';
import type { Person } from '../records-of-callers.ts';
import { type ExchangeLinkInput, exchangeLink, type Login } from '../usecases/access/link.ts';
import {
  type AddPersonInput,
  addPerson,
  changeRole,
  type InvitedPerson,
  linkPerson,
  listPeople,
  type RemovedPerson,
  removePerson,
} from '../usecases/access/person.ts';
import { loginUrl, publicUrlOf } from './addresses.ts';
import type { Operation, Work } from './operation.ts';

interface Named {
  readonly name: string;
}

const common = { right: 'project.administer', subject: () => ({ kind: 'project' }) as const, secrets: [] } as const;

export const personAdd: Operation<AddPersonInput, Invitation> = {
  ...common,
  name: 'person.add',
  effect: 'changes',
  where: { command: 'person add', route: { method: 'POST', path: '/api/v1/people' }, remote: true },
  run: async (input, work) => invitationOf(await addPerson(input, work.caller, work.ports), work),
  document: invitationDocument,
};

export const personList: Operation<object, { readonly people: readonly Person[] }> = {
  ...common,
  name: 'person.list',
  effect: 'reads',
  where: { command: 'person list', route: { method: 'GET', path: '/api/v1/people' }, remote: true },
  run: async (_input, { caller, ports }) => ({ people: await listPeople(caller, ports) }),
  document: ({ people }) => ({ people: people.map(personDocument) }),
};

export const personRole: Operation<Named & { readonly role: string }, Person> = {
  ...common,
  name: 'person.role',
  effect: 'changes',
  where: { command: 'person role', route: { method: 'PATCH', path: '/api/v1/people/{name}' }, remote: true },
  run: (input, { caller, ports }) => changeRole(input, caller, ports),
  document: personDocument,
};

export const personLink: Operation<Named, Invitation> = {
  ...common,
  name: 'person.link',
  effect: 'changes',
  where: { command: 'person link', route: { method: 'POST', path: '/api/v1/people/{name}/links' }, remote: true },
  run: async (input, work) => invitationOf(await linkPerson(input, work.caller, work.ports), work),
  document: invitationDocument,
};

export const personRemove: Operation<Named, RemovedPerson> = {
  ...common,
  name: 'person.remove',
  effect: 'goes-out',
  where: { command: 'person remove', route: { method: 'DELETE', path: '/api/v1/people/{name}' }, remote: true },
  run: (input, { caller, ports }) => removePerson(input, caller, ports),
  document: removedPersonDocument,
};

export const personExchangeLink: Operation<ExchangeLinkInput, Login> = {
  ...common,
  name: 'person.exchange-link',
  right: 'a link',
  effect: 'changes',
  secrets: ['/link'],
  where: {
    command: { not: 'Whoever has the master key needs no link.' },
    route: { method: 'POST', path: '/api/v1/login' },
    remote: { not: 'The command line calls it to get its token.' },
  },
  run: (input, { ports }) => exchangeLink(input, ports),
  whoIn: ({ person: { project, name } }) => ({ project, name }),
  document: loginDocument,
};

function invitationOf({ person, link, expiresAt }: InvitedPerson, work: Pick<Work, 'publicUrl'>): Invitation {
  return { person, url: loginUrl(publicUrlOf(work), link.reveal()), expiresAt };
}
