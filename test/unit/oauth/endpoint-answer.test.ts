import { describe, expect, it } from 'vitest';
import { processTokenResponse } from '../../../src/oauth/token-response.ts';
import { Refusal } from '../../../src/refusal.ts';

// Token endpoints that say errors with HTTP 200, and that answer with forms.

const ENDPOINT = 'https://auth.example.com/token';
const read = (response: Response) => processTokenResponse(response, ENDPOINT, { issuer: '', clientId: 'me' });
const json = (body: object, status = 200) => Response.json(body, { status });
const form = (body: Record<string, string>, type = 'application/x-www-form-urlencoded') =>
  new Response(String(new URLSearchParams(body)), { headers: { 'content-type': type } });

async function refusalOf(response: Response): Promise<Refusal> {
  const thrown = await read(response).catch((refusal) => refusal);
  if (!(thrown instanceof Refusal)) throw new Error('There is no refusal.');
  return thrown;
}

describe('an error at HTTP 200', () => {
  it.each([200, 400])('is an error as at any other status: %i', async (status) => {
    const body = { error: 'invalid_grant', error_description: 'The code has expired.' };
    expect(await refusalOf(json(body, status))).toMatchObject({
      code: 'token-refused',
      message: expect.stringContaining('invalid_grant'),
      why: 'The code has expired.',
      details: { status, error: 'invalid_grant' },
    });
  });

  it('counts also where a token is beside it', async () => {
    const refusal = await refusalOf(json({ access_token: 'a', token_type: 'Bearer', error: 'access_denied' }));
    expect(refusal.details).toMatchObject({ error: 'access_denied' });
  });

  it.each([
    ['bad_refresh_token', 'invalid_grant'],
    ['bad_verification_code', 'invalid_grant'],
    ['incorrect_client_credentials', 'invalid_client'],
    ['invalid_refresh_token', 'invalid_grant'],
  ])('in the words of GitHub or Slack, %s, means %s', async (said, error) => {
    const refusal = await refusalOf(json({ error: said }));
    expect(refusal.message).toContain(said);
    expect(refusal.details).toMatchObject({ error, server_error: said });
  });

  it('is read from a form', async () => {
    const refusal = await refusalOf(form({ error: 'authorization_pending', error_description: 'Not yet.' }));
    expect(refusal).toMatchObject({ why: 'Not yet.', details: { error: 'authorization_pending' } });
  });
});

describe('a form', () => {
  it.each(['application/x-www-form-urlencoded', 'Application/X-WWW-Form-Urlencoded; charset=utf-8'])(
    'is read when the content type says so: %s',
    async (type) => {
      const sent = {
        access_token: 'gho_1',
        token_type: 'bearer',
        expires_in: '28800',
        refresh_token: 'ghr_1',
        scope: 'a b',
      };
      const { accessToken, expiresIn, refreshToken, scopes } = await read(form(sent, type));
      expect(accessToken.reveal()).toBe('gho_1');
      expect(refreshToken?.reveal()).toBe('ghr_1');
      expect({ expiresIn, scopes }).toEqual({ expiresIn: 28_800, scopes: ['a', 'b'] });
    },
  );

  it('is not looked for in a page', async () => {
    const refusal = await refusalOf(form({ access_token: 'a', token_type: 'bearer' }, 'text/html'));
    expect(refusal.code).toBe('token-response-invalid');
  });
});

it('takes null for a member that is absent', async () => {
  const body = {
    access_token: 'a',
    token_type: 'Bearer',
    error: null,
    refresh_token: null,
    expires_in: null,
    scope: null,
  };
  expect(await read(json(body))).toMatchObject({ tokenType: 'bearer', refreshToken: undefined, scopes: undefined });
});
