/** From what a request shows to who calls. Roles and agents are those of now, so what is taken away is gone at once. */
import type { Caller } from '../../identity/caller.ts';
import { rightsOfEndUser, rightsOfRole } from '../../identity/roles.ts';
import { type Hint, hint } from '../../next-step.ts';
import type { Ports, Tables } from '../../ports/index.ts';
import { keyPrincipal, principalOf } from '../../principal.ts';
import type { ApiKey, Credential, Person } from '../../records-of-callers.ts';
import { Refusal } from '../../refusal.ts';
import type { Secret } from '../../secret.ts';
import { hashOfBearer, kindOfBearer } from '../../tokens/bearer.ts';
import { noteKeyUse } from './key-use.ts';

type Proof = NonNullable<Caller['proof']>;
type StatePorts = Pick<Ports, 'state'>;

/**
 * If it is an API key, the caller has the rights of its role, and the agents and the web app of the key.
 * If it is a session or a token of an end user, it is that end user, with the agents of the ticket or the token.
 * If it is a login token, it is the person, with the role and the agents that it has now.
 * If it is anything else, or no longer good, it is refused.
 *
 * @param now Milliseconds since 1970.
 * @throws Refusal `unauthenticated`, whose `details.reason` is `unknown`, `revoked`, `expired` or `removed`
 */
export async function callerOfBearer(secret: Secret, ports: StatePorts, now: number): Promise<Caller> {
  const kind = kindOfBearer(secret);
  if (kind === undefined || kind === 'ticket' || kind === 'link') throw unauthenticated('unknown');
  return callerOf({ kind, hash: await hashOfBearer(secret) }, ports, now);
}

/**
 * Returns the caller as it is now, for a request that lasts, such as a stream. Whoever shows no token stays as it is.
 *
 * @throws Refusal `unauthenticated` once its key, session or token ended, or the person was removed
 */
export async function callerStillGood(caller: Caller, ports: StatePorts, now: number): Promise<Caller> {
  return caller.proof ? callerOf(caller.proof, ports, now) : caller;
}

async function callerOf(proof: Proof, { state }: StatePorts, now: number): Promise<Caller> {
  if (proof.kind === 'api-key') {
    const key = await state.read((tables) => tables.apiKeys.ofHash(proof.hash));
    const caller = callerOfKey(key, proof, now);
    if (key) noteKeyUse(key, state, now);
    return caller;
  }
  return state.read((tables) => callerOfCredential(proof, tables, now));
}

function callerOfKey(key: ApiKey | undefined, proof: Proof, now: number): Caller {
  if (key === undefined) throw unauthenticated('unknown');
  if (key.revokedAt !== undefined) throw unauthenticated('revoked');
  if (key.expiresAt !== undefined && key.expiresAt <= now) throw unauthenticated('expired');
  const { id, project, name, role, webAppId, agents } = key;
  return {
    principal: keyPrincipal(id),
    project,
    rights: rightsOfRole(role),
    name: `key ${name}`,
    ...(agents && { agents: new Set(agents) }),
    webAppId,
    keyId: id,
    proof,
  };
}

async function callerOfCredential(proof: Proof, tables: Tables, now: number): Promise<Caller> {
  const credential = await tables.credentials.find(proof.hash);
  if (credential?.kind !== proof.kind) throw unauthenticated('unknown');
  if (credential.expiresAt <= now) throw unauthenticated('expired');
  if (proof.kind !== 'login') return callerOfEndUser(credential, proof);
  const person = await tables.people.find(credential.project, principalOf(credential.user).subject);
  // A person who was removed and added again has other tokens.
  if (person === undefined || person.createdAt > credential.createdAt) throw unauthenticated('removed');
  return callerOfPerson(person, proof);
}

function callerOfEndUser({ user, project, name, agents, webAppId, ...credential }: Credential, proof: Proof): Caller {
  const { origin, verify, expiresAt } = credential;
  const by = proof.kind === 'session' ? 'session' : 'token';
  return {
    principal: principalOf(user),
    project,
    rights: rightsOfEndUser(by),
    name,
    agents: new Set(agents),
    ...(webAppId !== undefined && { webAppId }),
    ...(by === 'session' && {
      session: {
        hash: proof.hash,
        ...(origin !== undefined && { origin }),
        verify: verify === 'web-app' ? verify : 'opener',
        expiresAt,
      },
    }),
    proof,
  };
}

/** Who may change agents knows all of them, but calls the tools of those that were given to it. */
function callerOfPerson({ name, project, role, agents }: Person, proof: Proof): Caller {
  const rights = rightsOfRole(role);
  const given = new Set(agents);
  const limit = rights.has('agents.share')
    ? {}
    : rights.has('agents.change')
      ? { agentsGiven: given }
      : { agents: given };
  return { principal: principalOf(name), project, rights, name, ...limit, proof };
}

type Reason = 'unknown' | 'revoked' | 'expired' | 'removed';

const WORDS: Readonly<Record<Reason, { readonly why: string; readonly hint: string | Hint }>> = {
  unknown: {
    why: 'This key or token is not known here.',
    hint: 'Check that it is complete and belongs to this server.',
  },
  revoked: {
    why: 'This API key was revoked.',
    hint: hint`Ask an admin of the project for another one: ${{ do: 'create', what: 'api-key' }}`,
  },
  expired: { why: 'It has expired.', hint: 'Get another one in the way that you got it.' },
  removed: {
    why: 'The person it belongs to was removed from the project.',
    hint: hint`Ask an owner of the project to add you again: ${{ do: 'create', what: 'person' }}`,
  },
};

/** Says why, so that whoever has the secret knows what to do. Nobody else gets beyond `unknown`. */
export function unauthenticated(reason: Reason): Refusal {
  return new Refusal('unauthenticated', {
    what: 'You could not be let in.',
    ...WORDS[reason],
    details: { reason },
  });
}
