/** A provider has a client for each redirect URI, and a consent over one address ends none that came over another. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { urlTarget } from '../../../../src/providers/url-target.ts';
import { status } from '../../../../src/tools/connection-status.ts';
import { token } from '../../../../src/usecases/call/token.ts';
import { connect } from '../../../../src/usecases/connect/connect.ts';
import type { OpenConsentChannel } from '../../../../src/usecases/connect/consent-channel.ts';
import { deleteServer } from '../../../../src/usecases/servers/delete-server.ts';
import { type Connecting, INPUT, SCOPE, startConnecting } from '../../../fakes/connecting.ts';
import { mcp } from '../../../fakes/hostile.ts';

const SERVER = 'https://mcp.example.com/callback/default/srv';
const GRACE = { ...SCOPE, user: 'grace' };

let one: Connecting;
beforeEach(async () => {
  one = await startConnecting();
  const { origin } = one.server;
  one.server.set({
    '/mcp': mcp(origin, ['Bearer good', 'Bearer renewed']),
    '/register': ({ body }) => {
      const [uri = ''] = JSON.parse(body).redirect_uris;
      const client_id = uri === SERVER ? 'of-server' : `of-${new URL(uri).host}`;
      const management = { registration_client_uri: `${origin}/clients`, registration_access_token: 'management' };
      return { status: 201, body: { client_id, ...management } };
    },
    '/clients': { status: 204 },
  });
});
afterEach(() => one.close());

/** The front of a server: the browser comes back to its address. */
const overServer: OpenConsentChannel = async () => ({
  redirectUri: SERVER,
  async ask({ authorizationUrl }) {
    const { headers } = await fetch(authorizationUrl, { redirect: 'manual' });
    return new URL(String(headers.get('location'))).searchParams;
  },
  async close() {},
});

async function connectOver(channel: OpenConsentChannel | undefined, scope = SCOPE) {
  const target = await urlTarget(one.server.url, 'srv', scope, one.ports);
  return connect({ ...INPUT, target }, scope, { ...one.ports, ...(channel && { openConsentChannel: channel }) });
}

async function renew(scope = SCOPE): Promise<URLSearchParams | undefined> {
  one.server.set({
    '/token': { body: { access_token: 'renewed', token_type: 'Bearer', refresh_token: 'again-2', expires_in: 3600 } },
  });
  await one.ports.state.write(async (tables) => {
    for (const { id } of await tables.connections.list(SCOPE.project)) {
      for (const row of await tables.accessTokens.ofConnection(id)) {
        await tables.accessTokens.save({ ...row, issuedAt: 0, expiresAt: 1 });
      }
    }
  });
  await token('srv', scope, one.ports);
  return one.form('/token').at(-1);
}

const clientsAsked = () => one.asked('/register').length;

it('each consent keeps the client that it was got with, whoever connects over the other address later', async () => {
  await connectOver(undefined);
  const loopback = (await one.provider()).clientId;
  await connectOver(overServer, GRACE);
  expect((await one.provider()).clientId).toBe('of-server');
  expect((await renew())?.get('client_id')).toBe(loopback);
  expect((await renew(GRACE))?.get('client_id')).toBe('of-server');
  expect(one.asked('/clients')).toEqual([]);
});

it('the client of an address is used again, without another registration', async () => {
  await connectOver(overServer);
  await connectOver(undefined, GRACE);
  expect(clientsAsked()).toBe(2);
  await connectOver(overServer, { ...SCOPE, user: 'linus' });
  await connectOver(undefined, GRACE);
  await connectOver(overServer);
  expect(clientsAsked()).toBe(2);
  expect((await one.provider()).clientId).toBe('of-server');
});

it('nobody is told to connect again because somebody came over another address', async () => {
  await connectOver(undefined);
  await connectOver(overServer, GRACE);
  const [mine] = await status(SCOPE, one.ports);
  expect(mine).toMatchObject({ status: 'connected', next: undefined });
});

it('all clients of a provider are deleted with it', async () => {
  await connectOver(undefined);
  await connectOver(overServer, GRACE);
  const needs = await deleteServer({ name: 'srv' }, SCOPE, one.ports);
  if (!('digest' in needs)) throw new Error('It asks nothing.');
  const { digest } = needs;
  const deleted = await deleteServer({ name: 'srv', confirm: digest } as never, SCOPE, one.ports);
  expect(deleted).toMatchObject({ forgottenClients: [{ outcome: 'deleted' }, { outcome: 'deleted' }] });
  expect(one.asked('/clients')).toHaveLength(2);
});
