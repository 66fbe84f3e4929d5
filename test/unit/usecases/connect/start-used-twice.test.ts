import { afterEach, beforeEach, expect, it } from 'vitest';
import { urlTarget } from '../../../../src/providers/url-target.ts';
import { connect } from '../../../../src/usecases/connect/connect.ts';
import { type Connecting, INPUT, SCOPE, startConnecting } from '../../../fakes/connecting.ts';
import { serverMetadata, WELL_KNOWN } from '../../../fakes/hostile.ts';
import { consentIn, followRedirects } from '../../../fakes/ports.ts';

// Somebody else opens the start address first, and consents with another account; then the person's browser opens it.

let one: Connecting;
beforeEach(async () => {
  one = await startConnecting();
  const { origin } = one.server;
  const body = { ...serverMetadata(origin), revocation_endpoint: `${origin}/revoke` };
  one.server.set({ [WELL_KNOWN.server]: { body }, '/revoke': {} });
});
afterEach(() => one.close());

async function connecting(browser: (start: string) => Promise<void>) {
  const target = await urlTarget(one.server.url, 'srv', SCOPE, one.ports);
  return connect({ ...INPUT, target }, SCOPE, { ...one.ports, openConsentChannel: consentIn(browser) });
}

const connections = async () => {
  const { id } = await one.provider();
  return one.ports.state.read((tables) => tables.connections.ofProvider(id));
};

it('keeps nothing of it, and revokes the tokens that were got meanwhile', async () => {
  const connected = connecting(async (start) => {
    // The second browser comes while the code is exchanged.
    one.server.set({
      '/token': () => ({
        after: fetch(start, { redirect: 'manual' }),
        body: { access_token: 'of-somebody-else', token_type: 'Bearer', refresh_token: 'theirs' },
      }),
    });
    await followRedirects(start);
  });
  await expect(connected).rejects.toMatchObject({ code: 'authorization-response-invalid' });
  expect(await connections()).toEqual([]);
  expect(one.form('/revoke').map((form) => form.get('token'))).toContain('theirs');
});

it('leaves a connection from before alone when the consent ends before its code is used', async () => {
  await connecting(followRedirects);
  const [before] = await connections();
  one.server.set({ '/authorize': { body: 'the page of the server' } });
  const again = connecting(async (start) => {
    await fetch(start);
    await fetch(start);
  });
  await expect(again).rejects.toMatchObject({ code: 'authorization-response-invalid' });
  expect(await connections()).toEqual([before]);
});
