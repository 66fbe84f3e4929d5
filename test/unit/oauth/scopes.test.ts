import { expect, it } from 'vitest';
import { grantedScopes } from '../../../src/oauth/scopes.ts';
import { processTokenResponse } from '../../../src/oauth/token-response.ts';

it.each([
  [['repo,gist'], ['repo', 'gist'], ['repo', 'gist']],
  [
    ['repo,', 'gist'],
    ['repo', 'gist'],
    ['repo', 'gist'],
  ],
  [['repo,gist'], [], ['repo', 'gist']],
  [['range:1,2'], ['range:1,2'], ['range:1,2']],
  [['a', 'b'], ['a'], ['a', 'b']],
])('the granted scopes %j, of %j that were asked for, are %j', (said, asked, expected) => {
  expect(grantedScopes(said, asked)).toEqual(expected);
});

const read = (body: object) =>
  processTokenResponse(Response.json(body), 'https://auth.example/token', { issuer: '', clientId: 'me' });

it('a token without a type is a bearer token', async () => {
  expect((await read({ access_token: 'a' })).tokenType).toBe('bearer');
  await expect(read({ access_token: 'a', token_type: 'mac' })).rejects.toMatchObject({
    code: 'token-response-invalid',
  });
});

it('a lifetime of 0 is unknown, and the token has not expired at once', async () => {
  expect((await read({ access_token: 'a', expires_in: 0 })).expiresIn).toBe(3600);
});
