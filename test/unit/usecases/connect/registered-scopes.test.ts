import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connecting, startConnecting } from '../../../fakes/connecting.ts';
import { type Asked, approve, mcp, type Route, resourceMetadata, WELL_KNOWN } from '../../../fakes/hostile.ts';

// Authorization servers that want to be told the scopes when a client is registered, and those that do not.

let one: Connecting;
beforeEach(async () => {
  one = await startConnecting();
  one.server.set({
    [WELL_KNOWN.resource]: { body: { ...resourceMetadata(one.server.origin), scopes_supported: ['mail.read'] } },
  });
});
afterEach(() => one.close());

const registrations = () => one.asked('/register').map(({ body }) => JSON.parse(body).scope);

/** Registers clients, and lets each ask for the scopes that it was registered with alone. */
function boundScopes() {
  const clients = new Map<string, string[]>();
  const register: Route = ({ body }) => {
    const client_id = `client-${clients.size + 1}`;
    clients.set(client_id, String(JSON.parse(body).scope ?? '').split(' '));
    return { status: 201, body: { client_id } };
  };
  const authorize: Route = (asked) => {
    const registered = clients.get(String(asked.query.get('client_id'))) ?? [];
    const wanted = String(asked.query.get('scope') ?? '')
      .split(' ')
      .filter(Boolean);
    const isAllowed = wanted.every((scope) => registered.includes(scope));
    const answer = approve(isAllowed ? { code: 'code' } : { error: 'invalid_scope' }) as (asked: Asked) => object;
    return answer(asked);
  };
  one.server.set({ '/register': register, '/authorize': authorize });
}

describe('the scopes that are about to be requested', () => {
  it('are in the registration', async () => {
    await one.connect();
    expect(registrations()).toEqual(['mail.read']);
  });

  it('may be demanded there', async () => {
    one.server.set({
      '/register': ({ body }) =>
        JSON.parse(body).scope
          ? { status: 201, body: { client_id: 'registered' } }
          : { status: 400, body: { error: 'invalid_request', error_description: 'no scope' } },
    });
    expect((await one.connect()).grant).toBeDefined();
  });

  it('may be all that the client can ask for', async () => {
    boundScopes();
    expect((await one.connect()).grant).toBeDefined();
  });

  it('may be refused there, and then the client is registered without', async () => {
    one.server.set({
      '/register': ({ body }) =>
        JSON.parse(body).scope
          ? { status: 400, body: { error: 'invalid_client_metadata' } }
          : { status: 201, body: { client_id: 'registered' } },
    });
    expect((await one.connect()).grant).toBeDefined();
    expect((await one.provider()).registration?.scopes).toBeUndefined();
  });
});

it('a client is registered anew for more scopes, and not for the same', async () => {
  boundScopes();
  await one.connect();
  await one.connect();
  await one.connect({ scopes: ['mail.send'] });
  expect(registrations()).toEqual(['mail.read', 'mail.read mail.send']);
  expect((await one.provider()).clientId).toBe('client-2');
});

it('a client stays where the server registers no other for more scopes', async () => {
  await one.connect();
  one.server.set({ '/register': { status: 403, body: { error: 'access_denied' } } });
  expect((await one.connect({ scopes: ['mail.send'] })).grant).toBeDefined();
});

it('a client is registered anew for the scopes that a server demands of its new token', async () => {
  boundScopes();
  const insufficient = 'Bearer error="insufficient_scope", scope="mail.read mail.send"';
  const fine = mcp(one.server.origin, ['Bearer good', 'Bearer more']) as (asked: Asked) => object;
  one.server.set({
    '/token': ({ body }) => {
      const isSecond = new URLSearchParams(body).get('client_id') === 'client-2';
      return { body: { access_token: isSecond ? 'more' : 'good', token_type: 'Bearer' } };
    },
    '/mcp': (asked) =>
      asked.headers.authorization === 'Bearer good'
        ? { status: 403, headers: { 'www-authenticate': insufficient } }
        : fine(asked),
  });
  expect((await one.connect()).grant).toBeDefined();
  expect(registrations()).toEqual(['mail.read', 'mail.read mail.send']);
});

it('a client that an earlier version registered without scopes gives way when its scope is refused', async () => {
  one.server.set({ '/register': { status: 201, body: { client_id: 'old' } } });
  await one.connect();
  const { registration, ...provider } = await one.provider();
  const { scopes: _, ...earlier } = registration ?? { redirectUri: '' };
  await one.ports.state.write((tables) => tables.providers.save({ ...provider, registration: earlier }));
  boundScopes();
  expect((await one.connect()).grant).toBeDefined();
  expect(registrations()).toEqual(['mail.read', 'mail.read']);
});
