/** Actors, tickets, sessions, and tokens of end users. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Caller, localCaller } from '../../../../src/identity/caller.ts';
import { createApiKey } from '../../../../src/usecases/access/api-key.ts';
import { callerOfBearer } from '../../../../src/usecases/access/authenticate.ts';
import { createWebApp, updateWebApp } from '../../../../src/usecases/access/web-app.ts';
import { createAgent } from '../../../../src/usecases/agents/agent.ts';
import {
  deleteActor,
  listActors,
  lookupActor,
  showActor,
  upsertActor,
  userOfActor,
} from '../../../../src/usecases/end-users/actor.ts';
import { createEndUserToken } from '../../../../src/usecases/end-users/end-user-token.ts';
import {
  type CreateTicketInput,
  createTicket,
  exchangeTicket,
  showSession,
} from '../../../../src/usecases/end-users/ticket.ts';
import { type FakeClock, fakeClock } from '../../../fakes/clock.ts';
import { aConnection, aProvider } from '../../adapters/records.ts';
import { createWork, SCOPE, type Work } from '../work.ts';

const owner = localCaller(SCOPE);
const SHOP = 'https://shop.example';

let work: Work;
let clock: FakeClock;
let ports: Work['ports'];
let backend: Caller;
let other: Caller;
let agentId: string;
beforeEach(async () => {
  work = await createWork();
  clock = fakeClock();
  ports = { ...work.ports, clock };
  agentId = (await createAgent({ name: 'scribe' }, SCOPE, ports)).id;
  await createAgent({ name: 'clerk' }, SCOPE, ports);
  await createWebApp({ name: 'shop', origins: [SHOP] }, SCOPE, ports);
  await createWebApp({ name: 'other' }, SCOPE, ports);
  backend = await keyOf('shop');
  other = await keyOf('other');
});
afterEach(() => work.close());

async function keyOf(webApp: string, more: object = {}): Promise<Caller> {
  const name = `k-${Math.random().toString(36).slice(2)}`;
  const { secret } = await createApiKey({ name, role: 'web-app', webApp, ...more }, owner, ports);
  return callerOfBearer(secret, ports, clock.now());
}

const alice = { subjectType: 'user', externalKey: 'alice' };
const ticketFor = (input: Partial<CreateTicketInput> = {}, caller = backend) =>
  createTicket({ ticketType: 'agent_access', agentIds: [agentId], actorId: 'alice', ...input }, caller, ports);

describe('an actor', () => {
  it('is called by its key, with its type unless it is a user, and is changed by the same request', async () => {
    const made = await upsertActor({ ...alice, displayName: 'Alice', metadata: { plan: 'pro' } }, backend, ports);
    expect(made.actor).toMatchObject({ id: 'alice', displayName: 'Alice', metadata: { plan: 'pro' } });
    await clock.advance(1000);
    const again = await upsertActor({ ...alice, displayName: 'Alice L.' }, backend, ports);
    expect(again.actor).toMatchObject({
      ...{ displayName: 'Alice L.', metadata: { plan: 'pro' } },
      ...{ createdAt: made.actor.createdAt, updatedAt: made.actor.updatedAt + 1000 },
    });
    const team = await upsertActor({ subjectType: 'team', externalKey: '7' }, backend, ports);
    expect(team.actor.id).toBe('team:7');
    expect((await lookupActor({ subjectType: 'team', externalKey: '7' }, backend, ports)).actor).toEqual(team.actor);
  });

  it('is not another one because their ids are spelled alike', async () => {
    await upsertActor({ subjectType: 'team', externalKey: '7' }, backend, ports);
    const user = { subjectType: 'user', externalKey: 'team:7' };
    await expect(upsertActor(user, backend, ports)).rejects.toMatchObject({ code: 'name-taken' });
  });

  it('of another web app is not there', async () => {
    await upsertActor(alice, backend, ports);
    await expect(showActor({ id: 'alice' }, other, ports)).rejects.toMatchObject({ code: 'not-found' });
    await expect(showActor({ id: 'alice', webApp: 'shop' }, other, ports)).rejects.toMatchObject({ code: 'not-found' });
    await expect(deleteActor({ id: 'alice' }, other, ports)).rejects.toMatchObject({ code: 'not-found' });
    expect((await listActors({}, other, ports)).actors).toEqual([]);
    expect((await showActor({ id: 'alice', webApp: 'shop' }, owner, ports)).actor.id).toBe('alice');
  });

  it('is shared by all keys of its web app', async () => {
    await upsertActor(alice, backend, ports);
    expect((await showActor({ id: 'alice' }, await keyOf('shop'), ports)).actor.id).toBe('alice');
  });

  it('is listed in parts', async () => {
    for (const externalKey of ['a', 'b', 'c']) await upsertActor({ subjectType: 'user', externalKey }, backend, ports);
    const first = await listActors({ limit: 2 }, backend, ports);
    expect([first.actors.map(({ id }) => id), first.next]).toEqual([['a', 'b'], 'b']);
    const second = await listActors({ limit: 2, after: 'b' }, backend, ports);
    expect([second.actors.map(({ id }) => id), second.next]).toEqual([['c'], undefined]);
  });

  it('goes with its sessions and its accounts, and nothing here names it any more', async () => {
    const { token } = await exchangeTicket({ ticket: (await ticketFor()).ticket }, ports);
    const { actor } = await showActor({ id: 'alice' }, backend, ports);
    await ports.state.write(async (tables) => {
      await tables.providers.save(aProvider());
      await tables.connections.save(aConnection({ user: userOfActor(actor) }));
    });
    expect(await deleteActor({ id: 'alice' }, backend, ports)).toMatchObject({ ended: 1 });
    await expect(callerOfBearer(token, ports, clock.now())).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await ports.state.read((tables) => tables.connections.list('default'))).toEqual([]);
    await expect(showActor({ id: 'alice' }, backend, ports)).rejects.toMatchObject({ code: 'not-found' });
  });

  it.each([
    { subjectType: 'a:b', externalKey: 'x' },
    { subjectType: '', externalKey: 'x' },
    { subjectType: 'user', externalKey: '' },
    { subjectType: 'user', externalKey: 'a\nb' },
    { subjectType: 'user', externalKey: 'x'.repeat(257) },
    { ...alice, metadata: { large: 'x'.repeat(17_000) } },
  ])('is not made of what is malformed', async (input) => {
    await expect(upsertActor(input, backend, ports)).rejects.toMatchObject({ code: 'input-invalid' });
  });
});

describe('a ticket', () => {
  it('lives a minute, and begins a session of an hour, once', async () => {
    const { ticket, expiresAt } = await ticketFor();
    expect([ticket.reveal().slice(0, 5), expiresAt]).toEqual(['mcpt_', clock.now() + 60_000]);
    const both = await Promise.allSettled([1, 2].map(() => exchangeTicket({ ticket, origin: SHOP }, ports)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [session] = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    if (session === undefined) throw new Error('There is no session.');
    expect(session).toMatchObject({ expiresAt: clock.now() + 3_600_000, agents: [{ id: agentId, name: 'scribe' }] });
    const caller = await callerOfBearer(session.token, ports, clock.now());
    expect(await showSession(caller, ports)).toMatchObject({ actorId: 'alice', origin: SHOP });
    expect(caller.session).toMatchObject({ origin: SHOP, verify: 'opener' });
  });

  it('is not good after its time', async () => {
    const { ticket } = await ticketFor({ expiresIn: 5 });
    await clock.advance(5000);
    await expect(exchangeTicket({ ticket }, ports)).rejects.toMatchObject({ code: 'link-used' });
  });

  it('is not used up by a page of another origin', async () => {
    const { ticket } = await ticketFor();
    const strange = exchangeTicket({ ticket, origin: 'https://evil.example' }, ports);
    await expect(strange).rejects.toMatchObject({ code: 'origin-refused' });
    await exchangeTicket({ ticket, origin: SHOP }, ports);
  });

  it('has the only origin of its web app, or the one of several that is named, or none', async () => {
    const none = await exchangeTicket({ ticket: (await ticketFor({}, other)).ticket }, ports);
    expect(none.origin).toBeUndefined();
    const { ticket } = await ticketFor({}, other);
    await expect(exchangeTicket({ ticket, origin: SHOP }, ports)).rejects.toMatchObject({ code: 'origin-refused' });
    await updateWebApp({ name: 'shop', origins: [SHOP, 'https://m.shop.example'] }, SCOPE, ports);
    await expect(ticketFor()).rejects.toMatchObject({ code: 'input-invalid', details: { pointer: '/origin' } });
    const named = await ticketFor({ origin: 'https://m.shop.example' });
    expect((await exchangeTicket({ ticket: named.ticket }, ports)).origin).toBe('https://m.shop.example');
  });

  it.each<[Partial<CreateTicketInput>, string]>([
    [{ ticketType: 'impersonation' }, '/ticket_type'],
    [{ agentSessionIdentifier: 'signin' }, '/agent_session_identifier'],
    [{ agentIds: [] }, '/agent_ids'],
    [{ expiresIn: 601 }, '/expires_in'],
    [{ expiresIn: 0 }, '/expires_in'],
    [{ contextGroup: 'team' }, '/actor_id'],
    [{ actorId: undefined }, '/actor_id'],
    [{ origin: 'https://evil.example' }, '/origin'],
    [{ verify: 'none' }, '/verify'],
    [{ verify: 'web-app' }, '/verify'],
  ])('is not made of %j', async (input, pointer) => {
    await expect(ticketFor(input)).rejects.toMatchObject({ code: 'input-invalid', details: { pointer } });
  });

  it('is confirmed by the web app where that has an address for it', async () => {
    await updateWebApp({ name: 'shop', verifyUrl: 'https://shop.example/verify' }, SCOPE, ports);
    const { ticket } = await ticketFor({ verify: 'web-app' });
    const { token } = await exchangeTicket({ ticket }, ports);
    expect((await callerOfBearer(token, ports, clock.now())).session?.verify).toBe('web-app');
  });

  it('opens no agent that does not exist, or that the key may not know of', async () => {
    await expect(ticketFor({ agentIds: ['nobody'] })).rejects.toMatchObject({ code: 'agent-unknown' });
    const limited = await keyOf('shop', { agents: ['clerk'] });
    await expect(ticketFor({}, limited)).rejects.toMatchObject({ code: 'agent-unknown' });
    await ticketFor({ agentIds: ['clerk'] }, limited);
  });

  it('may be for a group, which shares its accounts', async () => {
    const { ticket } = await ticketFor({ actorId: undefined, contextGroup: 'team-7' });
    const { token } = await exchangeTicket({ ticket }, ports);
    expect((await callerOfBearer(token, ports, clock.now())).principal.subject).toBe('context_group:team-7');
  });
});

describe('a token of an end user', () => {
  it('opens one agent, for ten minutes at most', async () => {
    const made = await createEndUserToken({ actorId: 'alice', agentId }, backend, ports);
    expect([made.expiresIn, made.agent.name]).toEqual([600, 'scribe']);
    const caller = await callerOfBearer(made.token, ports, clock.now());
    expect(caller).toMatchObject({ agents: new Set(['scribe']), name: 'alice (shop)' });
    await clock.advance(600_000);
    await expect(callerOfBearer(made.token, ports, clock.now())).rejects.toMatchObject({
      details: { reason: 'expired' },
    });
    const longer = createEndUserToken({ actorId: 'alice', agentId, expiresIn: 601 }, backend, ports);
    await expect(longer).rejects.toMatchObject({ code: 'input-invalid' });
  });
});
