import { afterAll, beforeAll, expect, it } from 'vitest';
import { resolveTarget } from '../../../../src/targets.ts';
import { token } from '../../../../src/usecases/call/token.ts';
import { connect } from '../../../../src/usecases/connect/connect.ts';
import { type Connecting, INPUT, SCOPE, startConnecting } from '../../../fakes/connecting.ts';
import { approve, type Route } from '../../../fakes/hostile.ts';
import { type Listener, listen } from '../../../fakes/http.ts';

// A registration is good for one redirect URI. Where its port is taken another client is registered, and the one before is
// deleted at its server (RFC 7592) as soon as nobody's consent is with it.

let road: Connecting;
let registered: string[];
const taken: (Listener | undefined)[] = [];

beforeAll(async () => {
  road = await startConnecting();
  registered = [];
  let count = 0;
  const register: Route = () => {
    const name = `client-${++count}`;
    registered.push(name);
    road.server.set({ [`/register/${name}`]: remove(name) });
    const body = {
      client_id: name,
      registration_access_token: `token-of-${name}`,
      registration_client_uri: `${road.server.origin}/register/${name}`,
    };
    return { status: 201, body };
  };
  const remove =
    (name: string): Route =>
    ({ method, headers }) => {
      if (method !== 'DELETE' || headers.authorization !== `Bearer token-of-${name}`) return { status: 401 };
      registered = registered.filter((each) => each !== name);
      return { status: 204 };
    };
  road.server.set({ '/register': register });
});
afterAll(async () => {
  await Promise.all(taken.map((each) => each?.close()));
  await road.close();
});

it('a client is deleted when the last consent has left it, and not before', async () => {
  const ada = SCOPE;
  const grace = { ...SCOPE, user: 'grace' };
  await road.connect();
  expect(registered).toEqual(['client-1']);

  // The consent from before stays good when a new one is refused, and with it its client.
  road.server.set({ '/authorize': approve({ error: 'access_denied' }) });
  await expect(connectAgain(ada)).rejects.toMatchObject({ code: 'authorization-denied' });
  expect(registered).toEqual(['client-1', 'client-2']);
  expect((await token('srv', ada, road.ports)).secret.reveal()).toBe('good');

  // The client of that attempt is nobody's.
  road.server.set({ '/authorize': approve() });
  await connectAgain(grace);
  expect(registered).toEqual(['client-1', 'client-3']);

  await connectAgain(ada);
  expect(registered).toEqual(['client-3', 'client-4']);
  await connectAgain(grace);
  expect(registered).toEqual(['client-4', 'client-5']);
});

/** Where somebody else has the port of the client that was registered last. */
async function connectAgain(scope: typeof SCOPE): Promise<void> {
  const [redirectUri] = JSON.parse(road.asked('/register').at(-1)?.body ?? '').redirect_uris;
  // When it is gone already, that is as good.
  taken.push(await listen(Number(new URL(redirectUri).port)).catch(() => undefined));
  const target = await resolveTarget('srv', scope, road.ports.state);
  await connect({ ...INPUT, target, timeoutSeconds: 25 }, scope, road.ports);
}
