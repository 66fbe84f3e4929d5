import { expect, it } from 'vitest';
import { isSameIssuer } from '../../../src/oauth/server-metadata.ts';
import { startConnecting } from '../../fakes/connecting.ts';
import { approve, serverMetadata, WELL_KNOWN } from '../../fakes/hostile.ts';

it.each([
  ['https://a.example', 'https://a.example/', true],
  ['https://a.example/', 'https://a.example', true],
  ['https://a.example/tenant', 'https://a.example/tenant', true],
  ['https://a.example/tenant', 'https://a.example/tenant/', false],
  ['https://a.example', 'https://a.example/#', false],
  ['https://a.example', 'https://a.example//', false],
  ['https://a.example', 'http://a.example', false],
  ['https://a.example', 'https://b.example', false],
  ['https://a.example', 'https:\\\\a.example', false],
  ['https://a.example', '', false],
])('%s and %s are the same issuer: %s', (one, other, isSame) => {
  expect(isSameIssuer(one, other)).toBe(isSame);
});

it('the issuer that the metadata names counts, where only the slash after the host differs', async ({
  onTestFinished,
}) => {
  const one = await startConnecting();
  onTestFinished(one.close);
  const { origin } = one.server;
  const issuer = `${origin}/`;
  one.server.set({
    [WELL_KNOWN.server]: { body: { ...serverMetadata(origin), issuer } },
    '/authorize': approve({ code: 'code', iss: issuer }),
  });
  expect((await one.connect()).grant?.provider.issuer).toBe(issuer);
  one.server.set({ '/authorize': approve({ code: 'code', iss: origin }) });
  await expect(one.connect()).rejects.toMatchObject({ code: 'issuer-mismatch' });
});
