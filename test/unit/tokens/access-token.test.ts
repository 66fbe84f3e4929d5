import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveTarget } from '../../../src/targets.ts';
import { authorizedFetch } from '../../../src/tokens/authorized-fetch.ts';
import { token } from '../../../src/usecases/call/token.ts';
import { type Connecting, SCOPE, startConnecting } from '../../fakes/connecting.ts';
import { approve, mcp, serverMetadata, WELL_KNOWN } from '../../fakes/hostile.ts';

// What a token endpoint answers, and what becomes of it.

let one: Connecting;
beforeEach(async () => {
  one = await startConnecting();
});
afterEach(() => one.close());

const answering = (fields: object) => ({
  '/token': { body: { access_token: 'good', token_type: 'Bearer', refresh_token: 'again', ...fields } },
});

it.each([
  ['a refresh token with a line break', { refresh_token: 'a\r\nx: y' }],
  ['a refresh token that is too long', { refresh_token: 'a'.repeat(40_000) }],
  ['a refresh token that is a number', { refresh_token: 7 }],
  ['an access token of other letters', { access_token: 'gööd' }],
  ['an access token with a space', { access_token: 'go od' }],
  ['an access token with quotes', { access_token: '"outcome":"' }],
  ['an access token with a line break of JSON', { access_token: 'a\\nb' }],
  ['an access token with padding inside', { access_token: 'a=b' }],
  ['a refresh token with quotes', { refresh_token: '","' }],
  ['an access token that is an object', { access_token: { value: 'good' } }],
  ['a type that is neither Bearer nor DPoP', { token_type: 'mac' }],
])('%s is refused, and nothing is kept', async (_what, fields) => {
  one.server.set(answering(fields));
  await expect(one.connect()).rejects.toMatchObject({ code: 'token-response-invalid', exitCode: 3 });
  expect(await one.ports.state.read((tables) => tables.connections.list(SCOPE.project))).toEqual([]);
  expect(one.asked('/mcp').every(({ headers }) => headers.authorization === undefined)).toBe(true);
});

it('a response without a type is a bearer token, as many servers omit it', async () => {
  one.server.set(answering({ token_type: undefined }));
  const { grant } = await one.connect();
  expect(grant).toBeDefined();
});

it('what was granted is what the answer says, and what is missing is told', async () => {
  one.server.set(answering({ scope: 'read extra' }));
  const { grant } = await one.connect({ scopes: ['read', 'write'] });
  expect(grant?.connection.scopesGranted).toEqual(['read', 'extra']);
  expect(grant?.scopesMissing).toEqual(['write']);
});

it('is asked for the same resource when a token is renewed', async () => {
  await one.connect();
  await expire();
  await token('srv', SCOPE, one.ports);
  expect(one.form('/token').map((form) => [form.get('grant_type'), form.get('resource')])).toEqual([
    ['authorization_code', one.server.url],
    ['refresh_token', one.server.url],
  ]);
});

describe('the parameter resource', () => {
  it.each([
    ['invalid_target', undefined],
    ['invalid_request', 'Unknown parameter: resource'],
  ])('is left out in a second consent when the token endpoint says %s (%s)', async (error, error_description) => {
    one.server.set({
      '/token': ({ body }) =>
        new URLSearchParams(body).has('resource')
          ? { status: 400, body: { error, error_description } }
          : { body: { access_token: 'good', token_type: 'Bearer' } },
    });
    await one.connect();
    expect(one.form('/token').map((form) => form.has('resource'))).toEqual([true, false]);
    expect(await one.provider()).toMatchObject({ resourceParameter: 'omit' });
  });

  it('is asked about only once: a second refusal is the end', async () => {
    one.server.set({ '/token': { status: 400, body: { error: 'invalid_target' } } });
    await expect(one.connect()).rejects.toMatchObject({ code: 'token-refused' });
    expect(one.form('/token').map((form) => form.has('resource'))).toEqual([true, false]);
  });
});

it('an issuer that is promised and right is no fault', async () => {
  const { origin } = one.server;
  one.server.set({
    [WELL_KNOWN.server]: { body: { ...serverMetadata(origin), authorization_response_iss_parameter_supported: true } },
    '/authorize': approve({ code: 'code', iss: origin }),
  });
  expect((await one.connect()).grant?.connection.status).toBe('connected');
});

it('what a call lacks is refused without a browser, and asked for by the next consent', async () => {
  await one.connect();
  const challenge = { 'www-authenticate': 'Bearer error="insufficient_scope", scope="more"' };
  one.server.set({ '/mcp': { status: 403, headers: challenge } });
  const target = await resolveTarget('srv', SCOPE, one.ports.state);
  if (target.kind !== 'server') throw new Error('There is no server.');
  const call = authorizedFetch(target.server, SCOPE, one.ports);
  await expect(call(one.server.url, { method: 'POST', body: '{}' })).rejects.toMatchObject({
    code: 'insufficient-scope',
    exitCode: 4,
  });
  expect(one.asked('/authorize')).toHaveLength(1);
  one.server.set({ '/mcp': mcp(one.server.origin) });
  await one.connect();
  expect(one.asked('/authorize').at(-1)?.query.get('scope')).toBe('more');
});

it('what calls lack is remembered up to 32 scopes and 2 KB, so that the next consent still works', async () => {
  await one.connect();
  const target = await resolveTarget('srv', SCOPE, one.ports.state);
  if (target.kind !== 'server') throw new Error('There is no server.');
  const call = authorizedFetch(target.server, SCOPE, one.ports);
  for (let round = 0; round < 8; round += 1) {
    const scopes = Array.from({ length: 10 }, (_, index) => `scope-${round}-${index}-${'x'.repeat(60)}`);
    const challenge = { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scopes.join(' ')}"` };
    one.server.set({ '/mcp': { status: 403, headers: challenge } });
    await call(one.server.url, { method: 'POST', body: '{}' }).catch(() => {});
  }
  const [connection] = await one.ports.state.read((tables) => tables.connections.list(SCOPE.project));
  const remembered = connection?.scopesChallenged ?? [];
  expect(remembered.length).toBeGreaterThan(9);
  expect(remembered.join(' ').length).toBeLessThanOrEqual(2048);
  one.server.set({ '/mcp': mcp(one.server.origin) });
  expect((await one.connect()).grant?.connection.status).toBe('connected');
});

it('a row of an older version that remembers more leads to a consent all the same', async () => {
  await one.connect();
  const scopesChallenged = Array.from({ length: 5000 }, (_, index) => `scope-${index}`);
  await one.ports.state.write(async (tables) => {
    for (const row of await tables.connections.list(SCOPE.project))
      await tables.connections.save({ ...row, scopesChallenged });
  });
  await one.connect();
  expect(one.asked('/authorize').at(-1)?.query.get('scope')?.split(' ')).toHaveLength(32);
});

/** Makes every stored access token old. */
async function expire(): Promise<void> {
  await one.ports.state.write(async (tables) => {
    for (const { id } of await tables.connections.list(SCOPE.project)) {
      for (const row of await tables.accessTokens.ofConnection(id)) {
        await tables.accessTokens.save({ ...row, issuedAt: 0, expiresAt: 1 });
      }
    }
  });
}
