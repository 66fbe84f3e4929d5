import { describe, expect, it } from 'vitest';
import { registerClient } from '../../../src/oauth/registration.ts';
import type { ServerMetadata } from '../../../src/oauth/server-metadata.ts';

const METHODS = ['none', 'client_secret_post', 'client_secret_basic'];

function metadata(methods: readonly string[] | undefined): ServerMetadata {
  return {
    issuer: 'https://auth.example.com',
    endpoints: { registration: 'https://auth.example.com/register' },
    tokenEndpointAuthMethods: methods,
    issInResponse: false,
    clientIdMetadataDocument: false,
    requiresPushedAuthorization: false,
  };
}

/** A registration endpoint that takes one method alone, and remembers what it was asked for. */
function endpoint(taken: string, error = 'invalid_client_metadata') {
  const asked: string[] = [];
  const fetch = async (_url: string | URL, init?: RequestInit) => {
    const { token_endpoint_auth_method: method } = JSON.parse(String(init?.body));
    asked.push(method);
    if (method !== taken) return Response.json({ error }, { status: 400 });
    const secret = method === 'none' ? {} : { client_secret: 'a secret of this test' };
    return Response.json({ client_id: 'made', token_endpoint_auth_method: method, ...secret }, { status: 201 });
  };
  return { asked, fetch };
}

const register = (
  methods: readonly string[] | undefined,
  clientType: 'public' | 'confidential',
  taken: string,
  error?: string,
) => {
  const { asked, fetch } = endpoint(taken, error);
  const byHand = { do: 'connect', target: 'crm', give: ['client_id'] } as const;
  const wish = { redirectUri: 'http://127.0.0.1:1/callback', clientType, byHand };
  return { asked, client: registerClient(metadata(methods), wish, fetch) };
};

describe('the registration of a client', () => {
  it.each([
    ['confidential', METHODS, 'client_secret_basic', ['client_secret_basic']],
    ['confidential', METHODS, 'client_secret_post', ['client_secret_basic', 'client_secret_post']],
    ['confidential', METHODS, 'none', ['client_secret_basic', 'client_secret_post', 'none']],
    ['confidential', ['client_secret_post'], 'client_secret_post', ['client_secret_post']],
    ['confidential', undefined, 'client_secret_basic', ['client_secret_basic']],
    ['public', METHODS, 'none', ['none']],
    ['public', METHODS, 'client_secret_post', ['none', 'client_secret_basic', 'client_secret_post']],
  ] as const)('of a %s client where %j is offered and %s is taken asks for %j', async (type, offered, taken, order) => {
    const { asked, client } = register(offered, type, taken);
    expect((await client).method).toBe(taken);
    expect(asked).toEqual(order);
  });

  it('asks once when something else is wrong, and says what', async () => {
    const { asked, client } = register(METHODS, 'confidential', 'none', 'invalid_redirect_uri');
    await expect(client).rejects.toMatchObject({
      code: 'registration-refused',
      details: { error: 'invalid_redirect_uri' },
    });
    expect(asked).toEqual(['client_secret_basic']);
  });
});
