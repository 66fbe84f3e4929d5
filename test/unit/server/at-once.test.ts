import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServerHere } from '../../fakes/server-here.ts';
import { startWorld, type World } from '../../fakes/world.ts';

// Two callers at once on the same thing.

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const registered = { type: 'oauth_authorization_code_public_pkce', scopes: ['contacts.read'] };

/** How many clients the authorization server has been asked for, and how many of them it has deleted since. */
function clientsSince(from: number) {
  const requests = world.authorizationServer.requests.slice(from);
  const made = requests.filter(({ method, path, status }) => method === 'POST' && path === '/reg' && status === 201);
  const deleted = requests.filter(({ method, path, status }) => {
    return method === 'DELETE' && path.startsWith('/reg/') && status === 204;
  });
  return { made: made.length, left: made.length - deleted.length };
}

/** Lets requests to an address wait until it is opened. */
function gate(at: RegExp) {
  let open = () => {};
  let arrive = () => {};
  const opened = new Promise<void>((done) => {
    open = done;
  });
  const arrived = new Promise<void>((done) => {
    arrive = done;
  });
  let isOn = false;
  return {
    arrived,
    open,
    close: () => {
      isOn = true;
    },
    async sending(url: string, _init: RequestInit | undefined, send: () => Promise<Response>) {
      if (isOn && at.test(url)) {
        arrive();
        await opened;
      }
      return send();
    },
  };
}

describe('the same server, created twice at once', () => {
  it('is made once, and the client of the other is deleted at the authorization server', async (context) => {
    const server = await startServerHere(context);
    const key = await server.key('admin');
    const from = world.authorizationServer.requests.length;
    const body = { name: 'crm', config: { endpoint: world.crm.url, auth: registered } };
    const create = () => server.call('POST', '/ai/mcp-servers', { key, body });
    const answers = await Promise.all([create(), create()]);
    const [made, refused] = answers.sort((one, other) => one.status - other.status);
    expect(answers.map(({ status }) => status)).toEqual([200, 409]);
    expect(refused?.body).toMatchObject({ code: 'server-name-taken', details: { id: made?.body.id } });
    expect((await server.call('GET', '/ai/mcp-servers', { key })).body.total).toBe(1);
    expect(clientsSince(from).left).toBe(1);
    expect(await server.ports.state.read((tables) => tables.registrations.list('default'))).toEqual([]);
    expect(await server.ports.state.read((tables) => tables.providers.list('default'))).toHaveLength(1);
  });
});

describe('a server that is deleted while it changes', () => {
  it('does not come back, and the change is refused', async (context) => {
    const held = gate(/\/mcp/);
    const server = await startServerHere(context, { sending: held.sending });
    const key = await server.key('admin');
    const from = world.authorizationServer.requests.length;
    const body = { name: 'crm', config: { endpoint: world.crm.url, auth: registered } };
    const path = `/ai/mcp-servers/${(await server.call('POST', '/ai/mcp-servers', { key, body })).body.id}`;
    held.close();
    const change = server.call('PATCH', path, { key, body: { config: { auth: { scopes: ['contacts.write'] } } } });
    await held.arrived;
    expect((await server.call('DELETE', path, { key })).status).toBe(200);
    held.open();
    const changed = await change;
    expect([changed.status, changed.body.code]).toEqual([404, 'target-unknown']);
    expect((await server.call('GET', path, { key })).status).toBe(404);
    expect(await server.ports.state.read((tables) => tables.providers.list('default'))).toEqual([]);
    expect(clientsSince(from).left).toBe(0);
  });
});

describe('a server that is changed twice at once', () => {
  it('keeps one of the changes, and refuses the other', async (context) => {
    const held = gate(/\/mcp/);
    const server = await startServerHere(context, { sending: held.sending });
    const key = await server.key('admin');
    const body = { name: 'crm', config: { endpoint: world.crm.url, auth: registered } };
    const created = await server.call('POST', '/ai/mcp-servers', { key, body });
    const path = `/ai/mcp-servers/${created.body.id}`;
    held.close();
    const change = (config: object, headers = {}) =>
      server.call('PATCH', path, { key, body: { config }, headers: { ...headers } });
    const tag = { 'if-match': created.headers.get('etag') ?? '' };
    const slow = change({ auth: { scopes: ['contacts.write'] } }, tag);
    await held.arrived;
    await server.ports.state.write(async (tables) => {
      const row = await tables.servers.get(created.body.id);
      if (row) await tables.servers.save({ ...row, url: world.notes.url, updatedAt: row.updatedAt + 1 });
    });
    held.open();
    const late = await slow;
    expect([late.status, late.body.code]).toEqual([409, 'plan-stale']);
    expect((await server.call('GET', path, { key })).body.config.endpoint).toBe(world.notes.url);
  });
});

describe('a ticket that twenty exchange at once', () => {
  it('begins one session', async (context) => {
    const server = await startServerHere(context);
    const key = await server.key('web-app');
    await server.call('POST', '/ai/agents', { key: await server.key('admin'), body: { name: 'desk' } });
    const body = { ticket_type: 'agent_access', agent_ids: ['desk'], actor_id: 'alice' };
    const { ticket } = (await server.call('POST', '/session/tickets', { key, body })).body;
    const exchange = (at: number) =>
      at % 2 === 0
        ? server.call('POST', '/session/ticket/exchange', { body: { ticket } })
        : server.call('GET', `/session/ticket/exchange?ticket=${ticket}`);
    const answers = await Promise.all(Array.from({ length: 20 }, (_each, at) => exchange(at)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(19).fill(404)]);
  });
});

describe('an actor', () => {
  it('that twenty create at once is one', async (context) => {
    const server = await startServerHere(context);
    const key = await server.key('web-app');
    const body = { subject_type: 'user', external_key: 'alice', display_name: 'Alice' };
    const create = () => server.call('POST', '/ai/actors', { key, body });
    const use = () => server.call('GET', '/ai/actor-mcp-servers?actor_id=alice', { key });
    const answers = await Promise.all(Array.from({ length: 20 }, (_each, at) => (at % 2 === 0 ? create() : use())));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const { data } = (await server.call('GET', '/ai/actors', { key })).body;
    expect(data).toMatchObject([{ id: 'alice', display_name: 'Alice' }]);
  });
});

describe('names', () => {
  it.each([
    ['/ai/agents', { name: 'desk' }],
    ['/api/v1/web-apps', { name: 'shop' }],
    ['/api/v1/people', { name: 'ada', role: 'member' }],
    ['/api/v1/api-keys', { name: 'ci', role: 'member' }],
    ['/api/v1/projects', { name: 'other' }],
  ])('%s are given once, however many ask at once', async (path, body) => {
    const { startServerHere: start } = await import('../../fakes/server-here.ts');
    const finishing: (() => unknown)[] = [];
    const server = await start({ onTestFinished: (finish) => void finishing.push(finish as () => unknown) });
    const key = await server.key('owner');
    const answers = await Promise.all(Array.from({ length: 10 }, () => server.call('POST', path, { key, body })));
    const good = answers.filter(({ status }) => status < 300);
    const rest = answers.filter(({ status }) => status >= 300);
    expect([good.length, ...new Set(rest.map(({ status, body: { code } }) => `${status} ${code}`))]).toEqual([
      1,
      expect.stringMatching(/^409 .*name-taken$/),
    ]);
    for (const finish of finishing.reverse()) await finish();
  });
});
