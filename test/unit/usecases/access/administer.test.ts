/** Web apps, API keys, people and projects. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Caller, localCaller } from '../../../../src/identity/caller.ts';
import { isNeeds } from '../../../../src/plan/needs.ts';
import { endUserPrincipal, keyPrincipal, userOf } from '../../../../src/principal.ts';
import { createApiKey, listApiKeys, revokeApiKey } from '../../../../src/usecases/access/api-key.ts';
import { callerOfBearer } from '../../../../src/usecases/access/authenticate.ts';
import { deleteProject } from '../../../../src/usecases/access/delete-project.ts';
import { deleteWebApp } from '../../../../src/usecases/access/delete-web-app.ts';
import { giveAgent, takeAgent } from '../../../../src/usecases/access/give-agent.ts';
import { exchangeLink } from '../../../../src/usecases/access/link.ts';
import { addPerson, changeRole, linkPerson, removePerson } from '../../../../src/usecases/access/person.ts';
import { createProject, listProjects } from '../../../../src/usecases/access/project.ts';
import { createWebApp, listWebApps, updateWebApp } from '../../../../src/usecases/access/web-app.ts';
import { createAgent, deleteAgent } from '../../../../src/usecases/agents/agent.ts';
import { createTicket } from '../../../../src/usecases/end-users/ticket.ts';
import { type FakeClock, fakeClock } from '../../../fakes/clock.ts';
import { aConnection, aProvider } from '../../adapters/records.ts';
import { createWork, SCOPE, type Work } from '../work.ts';

let work: Work;
let clock: FakeClock;
let ports: Work['ports'];
const owner = localCaller(SCOPE);
beforeEach(async () => {
  work = await createWork();
  clock = fakeClock();
  ports = { ...work.ports, clock };
  for (const name of ['scribe', 'clerk']) await createAgent({ name }, SCOPE, ports);
});
afterEach(() => work.close());

const login = async (input: { name: string; role: string; agents?: string[] }): Promise<Caller> => {
  const { link } = await addPerson(input, owner, ports);
  const { token } = await exchangeLink({ link, use: 'browser' }, ports);
  return callerOfBearer(token, ports, clock.now());
};

const connect = (user: string, id = `c-${user}`) =>
  ports.state.write(async (tables) => {
    await tables.providers.save(aProvider());
    await tables.connections.save(aConnection({ id, user }));
  });
const connections = () => ports.state.read((tables) => tables.connections.list('default'));

async function confirmed<Outcome extends object>(run: (given: { confirm?: string }) => Promise<Outcome>) {
  const asked = await run({});
  if (!isNeeds(asked) || asked.needs !== 'confirmation') throw new Error('It asks nothing.');
  return { consequences: asked.consequences, outcome: await run({ confirm: asked.digest }) };
}

describe('an API key', () => {
  const key = (input: Partial<Parameters<typeof createApiKey>[0]> = {}, caller: Caller = owner) =>
    createApiKey({ name: 'backend', role: 'web-app', ...input }, caller, ports);
  const asKey = async (input: Partial<Parameters<typeof createApiKey>[0]>) =>
    callerOfBearer((await key(input)).secret, ports, clock.now());

  it('is shown once, and belongs to the default web app, which has no origins', async () => {
    const made = await key();
    expect(made.secret.reveal()).toMatch(/^mcpk_[\w-]{43}$/);
    expect(JSON.stringify(await listApiKeys(owner, ports))).not.toContain(made.secret.reveal());
    expect(await listWebApps(SCOPE, ports)).toMatchObject([{ name: 'default', origins: [] }]);
    expect(await callerOfBearer(made.secret, ports, clock.now())).toMatchObject({ webAppId: made.key.webAppId });
  });

  it('is never more than whoever makes it: in rights, agents, web apps and time', async () => {
    await createWebApp({ name: 'shop' }, SCOPE, ports);
    const admin = await asKey({ role: 'admin', agents: ['scribe'], expiresIn: 3600 });
    const refused = (input: object) => expect(key({ name: 'other', ...input }, admin)).rejects;
    await refused({ role: 'owner' }).toMatchObject({ code: 'right-missing' });
    await refused({ role: 'auditor' }).toMatchObject({ code: 'right-missing' });
    await refused({ agents: ['clerk'] }).toMatchObject({ code: 'agent-unknown' });
    await refused({ webApp: 'shop' }).toMatchObject({ code: 'not-found' });
    const made = await key({ name: 'other', role: 'builder', expiresIn: 7200 }, admin);
    expect(made.key).toMatchObject({
      agents: ['scribe'],
      webAppId: admin.webAppId,
      expiresAt: clock.now() + 3_600_000,
    });
  });

  it.each([
    [{ name: 'a key' }, 'input-invalid'],
    [{ name: '@key:k1' }, 'input-invalid'],
    [{ role: 'king' }, 'input-invalid'],
    [{ expiresIn: 0 }, 'input-invalid'],
    [{ webApp: 'nowhere' }, 'not-found'],
    [{ agents: ['nobody'] }, 'agent-unknown'],
  ])('is not made of %j', async (input, code) => {
    await expect(key(input)).rejects.toMatchObject({ code });
  });

  it('ends with what was made with it, stays listed, and deletes nobody', async () => {
    const made = await key();
    const caller = await callerOfBearer(made.secret, ports, clock.now());
    const agentIds = ['scribe'];
    const { ticket } = await createTicket({ ticketType: 'agent_access', agentIds, actorId: 'alice' }, caller, ports);
    const alice = userOf(endUserPrincipal(made.key.webAppId, 'alice'));
    await connect(alice);
    await revokeApiKey({ name: 'backend' }, owner, ports);
    await expect(callerOfBearer(made.secret, ports, clock.now())).rejects.toMatchObject({
      details: { reason: 'revoked' },
    });
    const { exchangeTicket } = await import('../../../../src/usecases/end-users/ticket.ts');
    await expect(exchangeTicket({ ticket }, ports)).rejects.toMatchObject({ code: 'link-used' });
    expect(await connections()).toMatchObject([{ user: alice }]);
    expect(await ports.state.read((tables) => tables.actors.find(made.key.webAppId, 'alice'))).toBeDefined();
    expect(await listApiKeys(owner, ports)).toMatchObject([{ key: { name: 'backend', revokedAt: clock.now() } }]);
    await key();
  });

  it('ends the accounts that it has for itself, once that is confirmed', async () => {
    const { key: made } = await key();
    await connect(userOf(keyPrincipal(made.id)));
    const { consequences } = await confirmed((given) => revokeApiKey({ name: made.id, ...given }, owner, ports));
    expect(consequences).toMatchObject([{ kind: 'key-revoked' }, { kind: 'connections-ended', users: ['backend'] }]);
    expect(await connections()).toEqual([]);
  });

  it('of an owner is not revoked by an admin', async () => {
    await key({ name: 'root', role: 'owner' });
    const admin = await asKey({ name: 'second', role: 'admin' });
    await expect(revokeApiKey({ name: 'root' }, admin, ports)).rejects.toMatchObject({ code: 'right-missing' });
  });
});

describe('a web app', () => {
  it.each(['https://shop.example/', 'http://shop.example', 'https://shop.example/pay', 'null', '*', 'shop.example'])(
    'has no page at %s, which is no origin',
    async (origin) => {
      await expect(createWebApp({ name: 'shop', origins: [origin] }, SCOPE, ports)).rejects.toMatchObject({
        code: 'input-invalid',
      });
    },
  );

  it('ends its sessions when one of its origins is taken away, and only then', async () => {
    await createWebApp({ name: 'shop', origins: ['https://shop.example'] }, SCOPE, ports);
    const { secret } = await createApiKey({ name: 'k', role: 'web-app', webApp: 'shop' }, owner, ports);
    const caller = await callerOfBearer(secret, ports, clock.now());
    const make = () =>
      createTicket({ ticketType: 'agent_access', agentIds: ['scribe'], actorId: 'alice' }, caller, ports);
    const { exchangeTicket } = await import('../../../../src/usecases/end-users/ticket.ts');
    const kept = await exchangeTicket({ ticket: (await make()).ticket }, ports);
    await updateWebApp({ name: 'shop', origins: ['https://shop.example', 'http://localhost:5173'] }, SCOPE, ports);
    await callerOfBearer(kept.token, ports, clock.now());
    await updateWebApp({ name: 'shop', origins: ['http://localhost:5173'] }, SCOPE, ports);
    await expect(callerOfBearer(kept.token, ports, clock.now())).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('goes with its keys, its end users and their accounts, and nobody else is harmed', async () => {
    const shop = await createWebApp({ name: 'shop' }, SCOPE, ports);
    const other = await createWebApp({ name: 'other' }, SCOPE, ports);
    const { secret } = await createApiKey({ name: 'k', role: 'web-app', webApp: 'shop' }, owner, ports);
    const [gone, stays] = [shop, other].map(({ id }) => userOf(endUserPrincipal(id, 'alice')));
    await connect(gone ?? '');
    await connect(stays ?? '');
    const { consequences } = await confirmed((given) => deleteWebApp({ name: 'shop', ...given }, owner, ports));
    expect(consequences).toMatchObject([{ kind: 'web-app-deleted', name: 'shop' }, { users: [gone] }]);
    expect(await connections()).toMatchObject([{ user: stays }]);
    await expect(callerOfBearer(secret, ports, clock.now())).rejects.toMatchObject({ details: { reason: 'revoked' } });
    expect((await createWebApp({ name: 'shop' }, SCOPE, ports)).id).not.toBe(shop.id);
  });
});

describe('a person', () => {
  it('gets in by a link that is good once, for 15 minutes', async () => {
    const { link, expiresAt } = await addPerson({ name: 'grace', role: 'member', agents: ['scribe'] }, owner, ports);
    expect(expiresAt).toBe(clock.now() + 900_000);
    const both = await Promise.allSettled([1, 2].map(() => exchangeLink({ link, use: 'command-line' }, ports)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const late = await linkPerson({ name: 'grace' }, SCOPE, ports);
    await clock.advance(900_000);
    await expect(exchangeLink({ link: late.link, use: 'browser' }, ports)).rejects.toMatchObject({ code: 'link-used' });
  });

  it('has the agents that are given to it, and loses them with the agent', async () => {
    const grace = await login({ name: 'grace', role: 'member' });
    expect(grace.agents).toEqual(new Set());
    const given = await giveAgent({ agent: 'scribe', people: ['grace'] }, owner, ports);
    expect(given).toMatchObject({ isChanged: true, people: [{ agents: ['scribe'] }] });
    expect((await giveAgent({ agent: 'scribe', people: ['grace'] }, owner, ports)).isChanged).toBe(false);
    await expect(giveAgent({ agent: 'clerk', people: ['grace', 'nobody'] }, owner, ports)).rejects.toMatchObject({
      code: 'not-found',
    });
    await deleteAgent({ name: 'scribe' }, SCOPE, ports);
    await createAgent({ name: 'scribe' }, SCOPE, ports);
    expect((await takeAgent({ agent: 'scribe', people: ['grace'] }, owner, ports)).isChanged).toBe(false);
  });

  it('has no role of a key, and no name of an end user or of an e-mail address', async () => {
    const add = (name: string, role: string) => expect(addPerson({ name, role }, owner, ports)).rejects;
    await add('grace', 'web-app').toMatchObject({ code: 'input-invalid' });
    await add('grace@example.com', 'member').toMatchObject({ code: 'input-invalid' });
    await add('@key:k1', 'member').toMatchObject({ code: 'input-invalid' });
    await addPerson({ name: 'grace', role: 'member' }, owner, ports);
    await add('grace', 'owner').toMatchObject({ code: 'name-taken' });
  });

  it('is removed with its links and accounts, so that the next one of its name gets none of them', async () => {
    await login({ name: 'grace', role: 'member' });
    const { link } = await linkPerson({ name: 'grace' }, SCOPE, ports);
    await connect('grace');
    await confirmed((given) => removePerson({ name: 'grace', ...given }, owner, ports));
    expect(await connections()).toEqual([]);
    await addPerson({ name: 'grace', role: 'member' }, owner, ports);
    await expect(exchangeLink({ link, use: 'browser' }, ports)).rejects.toMatchObject({ code: 'link-used' });
  });

  it('changes its role for the next request', async () => {
    const grace = await login({ name: 'grace', role: 'member' });
    expect(grace.rights.has('agents.change')).toBe(false);
    expect(await changeRole({ name: 'grace', role: 'builder' }, owner, ports)).toMatchObject({ role: 'builder' });
  });
});

describe('a project', () => {
  it('is known to its owner and to whoever holds the master key, and to no other tenant', async () => {
    const grace = await login({ name: 'grace', role: 'owner' });
    await createProject({ name: 'staging' }, grace, ports);
    await createProject({ name: 'secret' }, owner, ports);
    const names = async (caller: Caller) => (await listProjects(caller, ports)).map(({ name }) => name);
    expect(await names(grace)).toEqual(['default', 'staging']);
    expect(await names(owner)).toEqual(['default', 'secret', 'staging']);
    await expect(deleteProject({ name: 'secret' }, grace, ports)).rejects.toMatchObject({ code: 'not-found' });
    await expect(createProject({ name: 'staging' }, owner, ports)).rejects.toMatchObject({ code: 'name-taken' });
  });

  it('is deleted at once when it is empty, and with all that is in it when that is confirmed', async () => {
    await createProject({ name: 'empty' }, owner, ports);
    expect(await deleteProject({ name: 'empty' }, owner, ports)).toMatchObject({ name: 'empty', ended: 0 });
    const { secret } = await createApiKey({ name: 'k', role: 'admin' }, owner, ports);
    await connect('ada');
    const { consequences } = await confirmed((given) => deleteProject({ name: 'default', ...given }, owner, ports));
    expect(consequences).toMatchObject([
      { kind: 'project-deleted', contents: { providers: 1, connections: 1, agents: 2, api_keys: 1 } },
    ]);
    await expect(callerOfBearer(secret, ports, clock.now())).rejects.toMatchObject({ details: { reason: 'unknown' } });
    expect(await connections()).toEqual([]);
  });
});
