import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { movableClock } from '../../fakes/clock.ts';
import { faultsOfError } from '../../fakes/error-body.ts';
import { startServerHere } from '../../fakes/server-here.ts';
import { startWorld, type World } from '../../fakes/world.ts';

// What takes too long, and clients that leave.

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** Just over the deadline. Milliseconds. */
const TOO_LONG = 25_100;

/** Holds answers from an address until they are let go, or until the request is given up. */
function holding(at: RegExp) {
  let letGo = () => {};
  let arrive = () => {};
  let isGivenUp = false;
  const gone = new Promise<void>((done) => {
    letGo = done;
  });
  const arrived = new Promise<void>((done) => {
    arrive = done;
  });
  return {
    arrived,
    letGo,
    isGivenUp: () => isGivenUp,
    async sending(url: string, init: RequestInit | undefined, send: () => Promise<Response>) {
      const response = await send();
      // A registration is tried in other words when it is refused at first.
      if (!at.test(url) || response.status === 400) return response;
      arrive();
      await new Promise<void>((resolve, reject) => {
        gone.then(resolve);
        init?.signal?.addEventListener('abort', () => {
          isGivenUp = true;
          reject(init.signal?.reason);
        });
      });
      return response;
    },
  };
}

const registered = { type: 'oauth_authorization_code_public_pkce', scopes: ['contacts.read'] };

/** How many clients are at the authorization server since then. */
function clientsLeft(from: number): number {
  const requests = world.authorizationServer.requests.slice(from).filter(({ path }) => path.startsWith('/reg'));
  const count = (method: string) => requests.filter((each) => each.method === method && each.status < 300).length;
  return count('POST') - count('DELETE');
}

describe('a server that does not answer', () => {
  it('is a 424 after the deadline, and its requests end', async (context) => {
    const held = holding(/\/mcp/);
    const clock = movableClock();
    const server = await startServerHere(context, { sending: held.sending, clock });
    const key = await server.key('admin');
    const body = { name: 'crm', config: { endpoint: world.crm.url, auth: registered } };
    const asked = server.call('POST', '/ai/mcp-servers', { key, body });
    await held.arrived;
    clock.skip(TOO_LONG);
    const answer = await asked;
    expect([answer.status, answer.body.code, ...faultsOfError(answer)]).toEqual([424, 'server-timeout']);
    expect(held.isGivenUp()).toBe(true);
    expect((await server.call('GET', '/ai/mcp-servers', { key })).body.total).toBe(0);
  });

  it('is the same for a discovery', async (context) => {
    const held = holding(/\/mcp/);
    const clock = movableClock();
    const server = await startServerHere(context, { sending: held.sending, clock });
    const key = await server.key('admin');
    const asked = server.call('POST', '/ai/mcp-servers/discover', { key, body: { endpoint: world.crm.url } });
    await held.arrived;
    clock.skip(TOO_LONG);
    expect([(await asked).status, (await asked).body.code]).toEqual([424, 'server-timeout']);
  });
});

describe('a client that is registered after the deadline', () => {
  it('is deleted at the authorization server', async (context) => {
    const held = holding(/\/reg$/);
    const clock = movableClock();
    const server = await startServerHere(context, { sending: held.sending, clock });
    const key = await server.key('admin');
    const from = world.authorizationServer.requests.length;
    const body = { name: 'crm', config: { endpoint: world.crm.url, auth: registered } };
    const asked = server.call('POST', '/ai/mcp-servers', { key, body });
    await held.arrived;
    await expect.poll(() => clientsLeft(from)).toBe(1);
    clock.skip(TOO_LONG);
    const answer = await asked;
    expect([answer.status, answer.body.code]).toEqual([424, 'server-timeout']);
    held.letGo();
    await expect.poll(() => clientsLeft(from)).toBe(0);
    const journal = () => server.ports.state.read((tables) => tables.registrations.list('default'));
    await expect.poll(async () => (await journal()).length).toBe(0);
    expect((await server.call('GET', '/ai/mcp-servers', { key })).body.total).toBe(0);
  });

  it('is deleted as well when it was for the consent of an end user', async (context) => {
    const held = holding(/\/reg$/);
    const clock = movableClock();
    const server = await startServerHere(context, { sending: held.sending, clock });
    const key = await server.key('admin');
    const config = { endpoint: world.crm.url };
    const made = server.call('POST', '/ai/mcp-servers', { key, body: { name: 'crm', config } });
    await held.arrived;
    held.letGo();
    const { id } = (await made).body;
    const { providers } = await server.ports.state.read(async (tables) => ({
      providers: await tables.providers.list('default'),
    }));
    const [provider] = providers;
    if (provider === undefined) throw new Error('There is no provider.');
    const { clientId: _id, registration: _registration, ...rest } = provider;
    await server.ports.state.write((tables) => tables.providers.save(rest));
    const again = holding(/\/reg$/);
    const other = await startServerHere(context, { sending: again.sending, clock, ports: server.ports });
    const from = world.authorizationServer.requests.length;
    const asked = other.call('POST', `/ai/actor-mcp-servers/${id}/connect?actor_id=alice`, { key });
    await again.arrived;
    clock.skip(TOO_LONG);
    expect((await asked).status).toBe(424);
    again.letGo();
    await expect.poll(() => clientsLeft(from)).toBe(0);
  });
});

describe('a client that leaves', () => {
  it('ends the requests for it, and what was registered meanwhile is deleted', async (context) => {
    const held = holding(/\/reg$/);
    const server = await startServerHere(context, { sending: held.sending });
    const key = await server.key('admin');
    const from = world.authorizationServer.requests.length;
    const leaving = new AbortController();
    const asked = fetch(`${server.url}/ai/mcp-servers`, {
      method: 'POST',
      signal: leaving.signal,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'crm', config: { endpoint: world.crm.url, auth: registered } }),
    });
    await held.arrived;
    leaving.abort();
    await expect(asked).rejects.toThrow();
    // The server hears of it when the socket closes.
    await expect
      .poll(async () => (await server.ports.state.read((tables) => tables.audit.list('default', { limit: 9 }))).length)
      .toBeGreaterThan(0);
    held.letGo();
    await expect.poll(() => clientsLeft(from)).toBe(0);
    expect((await server.call('GET', '/ai/mcp-servers', { key })).body.total).toBe(0);
    expect(server.log).toEqual([]);
  });

  it('ends a discovery that is under way', async (context) => {
    const held = holding(/\/mcp/);
    const server = await startServerHere(context, { sending: held.sending });
    const key = await server.key('admin');
    const leaving = new AbortController();
    const asked = fetch(`${server.url}/ai/mcp-servers/discover`, {
      method: 'POST',
      signal: leaving.signal,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ endpoint: world.crm.url }),
    });
    await held.arrived;
    leaving.abort();
    await expect(asked).rejects.toThrow();
    await expect.poll(() => held.isGivenUp()).toBe(true);
    expect(server.log).toEqual([]);
  });
});

describe('what a killed process has registered', () => {
  it('is deleted when the server starts, and what nobody knows stays for a person', async (context) => {
    const first = await startServerHere(context);
    const key = await first.key('admin');
    const body = { name: 'crm', config: { endpoint: world.crm.url, auth: registered } };
    const from = world.authorizationServer.requests.length;
    expect((await first.call('POST', '/ai/mcp-servers', { key, body })).status).toBe(200);
    const longAgo = Date.now() - 120_000;
    await first.ports.state.write(async (tables) => {
      const [provider] = await tables.providers.list('default');
      const [server] = await tables.servers.list('default');
      if (!provider || !server) throw new Error('There is no server.');
      await tables.servers.remove(server.id);
      await tables.providers.remove(provider.id);
      const entry = { project: 'default', name: 'crm', endpoint: `${world.authorizationServer.issuer}/reg` };
      await tables.registrations.save({ id: 'r1', askedAt: longAgo, ...entry, provider });
      await tables.registrations.save({ id: 'r2', askedAt: longAgo, ...entry });
    });
    await expect.poll(() => clientsLeft(from)).toBe(1);
    await startServerHere(context, { ports: first.ports });
    await expect.poll(() => clientsLeft(from)).toBe(0);
    const journal = async () =>
      (await first.ports.state.read((tables) => tables.registrations.list('default'))).map(({ id }) => id);
    await expect.poll(journal).toEqual(['r2']);
  });
});
