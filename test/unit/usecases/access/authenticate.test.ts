/** Who calls, by what a request shows. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { callableAgents } from '../../../../src/identity/authorize.ts';
import { rightsOfEndUser, rightsOfRole } from '../../../../src/identity/roles.ts';
import { Secret } from '../../../../src/secret.ts';
import { callerOfBearer, callerStillGood } from '../../../../src/usecases/access/authenticate.ts';
import { noteKeyUse } from '../../../../src/usecases/access/key-use.ts';
import { createWork, type Work } from '../work.ts';
import { aPerson, NOW, putCredential, putKey } from './rows.ts';

let work: Work;
beforeEach(async () => {
  work = await createWork();
});
afterEach(() => work.close());

const call = (secret: Secret, now = NOW) => callerOfBearer(secret, work.ports, now);
const refusedBecause = (reason: string) => ({ code: 'unauthenticated', details: { reason } });

describe('an API key', () => {
  it('is a principal with the rights of its role, for its agents and its web app', async () => {
    const caller = await call(await putKey({ role: 'admin', agents: ['scribe'] }, work.ports));
    expect(caller).toMatchObject({
      ...{ principal: { issuer: 'key', subject: 'k1' }, project: 'default', name: 'key backend' },
      ...{ webAppId: 'w1', keyId: 'k1', rights: rightsOfRole('admin'), agents: new Set(['scribe']) },
    });
    expect(callableAgents(caller)).toEqual(new Set(['scribe']));
  });

  it('knows all agents of its project when it is limited to none', async () => {
    const caller = await call(await putKey({}, work.ports));
    expect([caller.agents, callableAgents(caller)]).toEqual([undefined, undefined]);
  });

  it('is refused with the reason once it is revoked or expired', async () => {
    const secret = await putKey({ expiresAt: NOW }, work.ports);
    await expect(call(secret, NOW - 1)).resolves.toBeDefined();
    await expect(call(secret)).rejects.toMatchObject(refusedBecause('expired'));
    await expect(call(await putKey({ id: 'k2', revokedAt: NOW }, work.ports))).rejects.toMatchObject(
      refusedBecause('revoked'),
    );
    await expect(call(new Secret('mcpk_of-somebody-else'))).rejects.toMatchObject(refusedBecause('unknown'));
  });

  it('is read in one query', async () => {
    const secret = await putKey({ lastUsedAt: NOW }, work.ports);
    const read = vi.spyOn(work.ports.state, 'read');
    const write = vi.spyOn(work.ports.state, 'write');
    await call(secret);
    expect([read.mock.calls.length, write.mock.calls.length]).toEqual([1, 0]);
  });

  it('keeps when it was last used, at most once a minute, and never undoes that it was revoked', async () => {
    const secret = await putKey({}, work.ports);
    const key = () => work.ports.state.read((tables) => tables.apiKeys.get('k1'));
    await Promise.all([call(secret), call(secret)]);
    await expect.poll(async () => (await key())?.lastUsedAt).toBe(NOW);
    const write = vi.spyOn(work.ports.state, 'write');
    await call(secret, NOW + 59_999);
    expect(write).not.toHaveBeenCalled();
    const stale = await key();
    if (stale === undefined) throw new Error('There is no key.');
    await work.ports.state.write((tables) => tables.apiKeys.save({ ...stale, revokedAt: NOW + 60_000 }));
    noteKeyUse(stale, work.ports.state, NOW + 60_000);
    await expect.poll(async () => (await key())?.lastUsedAt).toBe(NOW + 60_000);
    expect((await key())?.revokedAt).toBe(NOW + 60_000);
  });
});

describe('an end user', () => {
  it('has a session that connects accounts, for the agents and the origin of its ticket', async () => {
    const secret = await putCredential('session', { origin: 'https://shop.example', verify: 'opener' }, work.ports);
    expect(await call(secret)).toMatchObject({
      ...{ principal: { issuer: 'web-app/w1', subject: 'alice' }, name: 'alice (shop)', webAppId: 'w1' },
      ...{ agents: new Set(['scribe']), rights: rightsOfEndUser('session') },
      session: { origin: 'https://shop.example', verify: 'opener', expiresAt: NOW + 60_000 },
    });
  });

  it('has tokens that call tools and are no session', async () => {
    const caller = await call(await putCredential('end-user-token', {}, work.ports));
    expect([caller.session, caller.rights]).toEqual([undefined, rightsOfEndUser('token')]);
    expect(callableAgents(caller)).toEqual(new Set(['scribe']));
  });

  it.each(['ticket', 'link'] as const)('is not let in by a %s, which is to be exchanged', async (kind) => {
    await expect(call(await putCredential(kind, {}, work.ports))).rejects.toMatchObject(refusedBecause('unknown'));
  });

  it('is refused when the time is over', async () => {
    const secret = await putCredential('session', {}, work.ports);
    await expect(call(secret, NOW + 60_000)).rejects.toMatchObject(refusedBecause('expired'));
  });
});

describe('a person', () => {
  const login = () => putCredential('login', { user: 'ada', name: 'ada', parent: '', agents: [] }, work.ports);
  const save = (changes: Parameters<typeof aPerson>[0] = {}) =>
    work.ports.state.write((tables) => tables.people.save(aPerson(changes)));

  it('has the role and the agents of now', async () => {
    await save();
    const secret = await login();
    expect(await call(secret)).toMatchObject({
      ...{ principal: { issuer: 'local', subject: 'ada' }, rights: rightsOfRole('member') },
      agents: new Set(['scribe']),
    });
    await save({ role: 'auditor', agents: [] });
    expect((await call(secret)).rights).toEqual(rightsOfRole('auditor'));
  });

  it('who builds agents knows all of them, and calls tools of those that were given', async () => {
    await save({ role: 'builder' });
    const caller = await call(await login());
    expect([caller.agents, callableAgents(caller)]).toEqual([undefined, new Set(['scribe'])]);
  });

  it('is out with the next request once it is removed, also when another of that name comes', async () => {
    await save();
    const secret = await login();
    const before = await call(secret);
    await work.ports.state.write((tables) => tables.people.remove('default', 'ada'));
    await expect(call(secret)).rejects.toMatchObject(refusedBecause('removed'));
    await expect(callerStillGood(before, work.ports, NOW)).rejects.toMatchObject(refusedBecause('removed'));
    await save({ createdAt: NOW + 1 });
    await expect(call(secret)).rejects.toMatchObject(refusedBecause('removed'));
  });
});
