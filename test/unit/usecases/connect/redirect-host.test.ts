import { afterEach, beforeEach, expect, it } from 'vitest';
import { Hint, stepsOf } from '../../../../src/next-step.ts';
import type { Refusal } from '../../../../src/refusal.ts';
import { type Connecting, startConnecting } from '../../../fakes/connecting.ts';

// An authorization server that accepts redirects to http://localhost only.

let one: Connecting;
beforeEach(async () => {
  one = await startConnecting();
  one.server.set({
    '/register': ({ body }) =>
      JSON.parse(body).redirect_uris[0].startsWith('http://localhost:')
        ? { status: 201, body: { client_id: 'registered' } }
        : { status: 400, body: { error: 'invalid_redirect_uri' } },
  });
});
afterEach(() => one.close());

it('names the option in the error', async () => {
  const refusal: Refusal = await one.connect().then(
    () => expect.fail(),
    (thrown) => thrown,
  );
  expect(refusal.code).toBe('registration-refused');
  expect(refusal.hint).toBeInstanceOf(Hint);
  expect(stepsOf(refusal.hint)[0]).toEqual({ do: 'connect', target: 'srv', give: ['redirect_host'] });
});

it('connects with the host that was chosen, and remembers it', async () => {
  await one.connect({ redirectHost: 'localhost' });
  expect((await one.provider()).redirectHost).toBe('localhost');
  await one.connect();
  const redirects = one.asked('/authorize').map(({ query }) => new URL(query.get('redirect_uri') ?? '').hostname);
  expect(redirects).toEqual(['localhost', 'localhost']);
});

it('sends no resource to any endpoint, once a person has left it out of the authorization request', async () => {
  await one.connect({ redirectHost: 'localhost', authParams: { resource: '' } });
  expect(one.asked('/authorize').map(({ query }) => query.has('resource'))).toEqual([false]);
  expect(one.form('/token').map((form) => form.has('resource'))).toEqual([false]);
});
