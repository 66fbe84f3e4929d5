/** People of a project, their roles, and the links that let them in. */
import type { Caller } from '../../identity/caller.ts';
import { isRole, mayGive, ROLES } from '../../identity/roles.ts';
import { hint } from '../../next-step.ts';
import { confirmationFor, type Given, type NeedsConfirmation } from '../../plan/needs.ts';
import type { Ports } from '../../ports/index.ts';
import type { Person, Role } from '../../records-of-callers.ts';
import { Refusal } from '../../refusal.ts';
import type { Secret } from '../../secret.ts';
import { checkAgents } from './agents-exist.ts';
import { personNamed } from './find-person.ts';
import { forgetUser } from './forget-user.ts';
import { newLink } from './link.ts';
import { checkName, inputInvalid, nameTaken } from './names.ts';
import { type Revoked, type RevokePorts, revokeMany } from './revoke-many.ts';

export interface AddPersonInput {
  readonly name: string;
  readonly role: string;
  /** By name. */
  readonly agents?: readonly string[];
}

export interface InvitedPerson {
  readonly person: Person;
  /** Good once. */
  readonly link: Secret;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

type Project = Pick<Caller, 'project'>;

/** @throws Refusal `right-missing`, `name-taken`, `agent-unknown`, `input-invalid` */
export async function addPerson(
  { name, role: wanted, agents = [] }: AddPersonInput,
  caller: Caller,
  { state, clock }: Pick<Ports, 'state' | 'clock'>,
): Promise<InvitedPerson> {
  checkName(name, 'person');
  const role = roleFor(wanted, caller);
  const { project } = caller;
  const person: Person = { project, name, role, agents: [...new Set(agents)].sort(), createdAt: clock.now() };
  const { credential, secret } = await newLink(person, clock.now());
  return state.write(async (tables) => {
    if (await tables.people.find(project, name)) {
      const advice = hint`Give it another role, or a new link: ${{ do: 'run', words: ['person', 'link', name] }}`;
      throw nameTaken(name, 'person', advice);
    }
    await checkAgents(agents, caller, tables);
    await tables.people.save(person);
    await tables.credentials.save(credential);
    return { person, link: secret, expiresAt: credential.expiresAt };
  });
}

export function listPeople({ project }: Project, { state }: Pick<Ports, 'state'>): Promise<Person[]> {
  return state.read((tables) => tables.people.list(project));
}

/**
 * The new role counts from the next request on.
 * @throws Refusal `not-found`, `right-missing`, `input-invalid`
 */
export async function changeRole(
  { name, role: wanted }: { readonly name: string; readonly role: string },
  caller: Caller,
  { state }: Pick<Ports, 'state'>,
): Promise<Person> {
  const role = roleFor(wanted, caller);
  return state.write(async (tables) => {
    const person = { ...(await personNamed(name, caller.project, tables)), role };
    await tables.people.save(person);
    return person;
  });
}

/**
 * Makes another link, good once.
 * @throws Refusal `not-found`
 */
export async function linkPerson(
  { name }: { readonly name: string },
  { project }: Project,
  { state, clock }: Pick<Ports, 'state' | 'clock'>,
): Promise<InvitedPerson> {
  const person = await state.read((tables) => personNamed(name, project, tables));
  const { credential, secret } = await newLink(person, clock.now());
  await state.write((tables) => tables.credentials.save(credential));
  return { person, link: secret, expiresAt: credential.expiresAt };
}

export interface RemovedPerson extends Revoked {
  readonly person: Person;
}

/**
 * The person is out with the next request, and its accounts end, so that nobody who gets its name gets those. Returns what
 * would end until its digest is given; nothing needs to be confirmed where there are no accounts.
 *
 * @throws Refusal `not-found`
 */
export async function removePerson(
  { name, ...given }: { readonly name: string } & Given,
  caller: Caller,
  ports: RevokePorts,
): Promise<RemovedPerson | NeedsConfirmation> {
  const { state, clock } = ports;
  const { project } = caller;
  const { person, connections } = await state.read(async (tables) => ({
    person: await personNamed(name, project, tables),
    connections: await tables.connections.list(project, name),
  }));
  if (connections.length > 0) {
    const users = connections.map(({ user }) => user);
    const needs = await confirmationFor(
      [
        { kind: 'person-removed', name },
        { kind: 'connections-ended', of: name, users },
      ],
      given,
    );
    if (needs) return needs;
  }
  const ended = await state.write(async (tables) => {
    await tables.people.remove(project, name);
    return forgetUser(name, project, { tables, clock });
  });
  return { person, ...(await revokeMany(ended, { operation: 'person.remove', caller }, ports)) };
}

function roleFor(role: string, { rights }: Caller): Role {
  const roles = ROLES.filter((each) => each !== 'web-app');
  if (!isRole(role) || role === 'web-app') {
    throw inputInvalid('/role', `There is no role called "${role}" for people.`, `Roles are ${roles.join(', ')}.`);
  }
  if (mayGive(role, rights)) return role;
  throw new Refusal('right-missing', {
    what: `You may not give the role ${role}.`,
    why: 'It has rights that you do not have.',
    hint: 'Ask an owner of the project, or choose another role.',
    details: { right: 'project.administer', role },
  });
}
