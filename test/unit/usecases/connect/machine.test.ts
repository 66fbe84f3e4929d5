import { afterEach, beforeEach, expect, it } from 'vitest';
import { Secret } from '../../../../src/secret.ts';
import { resolveTarget } from '../../../../src/targets.ts';
import { status } from '../../../../src/tools/connection-status.ts';
import { token } from '../../../../src/usecases/call/token.ts';
import { connect } from '../../../../src/usecases/connect/connect.ts';
import { disconnect } from '../../../../src/usecases/connect/disconnect.ts';
import { createServer } from '../../../../src/usecases/servers/server.ts';
import { type Connecting, INPUT, SCOPE, startConnecting } from '../../../fakes/connecting.ts';

// A client that asks in its own name: its token belongs to the project.

const GRACE = { ...SCOPE, user: 'grace' };
let one: Connecting;
beforeEach(async () => {
  one = await startConnecting();
  const auth = {
    type: 'oauth_client_credentials',
    client_id: 'robot',
    client_secret: new Secret('the-secret-of-the-robot'),
  } as const;
  await createServer({ settings: { name: 'srv', config: { endpoint: one.server.url, auth } } }, SCOPE, one.ports);
});
afterEach(() => one.close());

async function connecting(scope: typeof SCOPE) {
  const target = await resolveTarget('srv', scope, one.ports.state);
  return connect({ ...INPUT, target }, scope, one.ports);
}

it('is connected once, and everybody uses its token', async () => {
  await connecting(SCOPE);
  expect((await token('srv', GRACE, one.ports)).secret.reveal()).toBe('good');
  expect(await status(GRACE, one.ports)).toMatchObject([{ target: 'srv', status: 'connected', user: 'grace' }]);
  await connecting(GRACE);
  const { id } = await one.provider();
  expect(await one.ports.state.read((tables) => tables.connections.ofProvider(id))).toHaveLength(1);
});

it('is disconnected for everybody', async () => {
  await connecting(SCOPE);
  await disconnect('srv', GRACE, one.ports);
  await expect(token('srv', SCOPE, one.ports)).rejects.toMatchObject({ code: 'not-connected' });
});
